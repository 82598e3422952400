"""Exercise of lesson 5, predict: the memory of a batch within a batch.

Check: pytest tests/exercises/test_ex05_predict_memory.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_memory():
    """How much one step of training has to remember of the CPPN's own numbers.

    To find the gradient, the backward pass needs, at every point of every picture, what each layer
    has put out. Of the first layer it needs two arrays: the sum, and the softplus of the sum. Of a
    layer of tanh it needs one, its output. All are float32. The CPPN is that of the exercise
    `ex05_cppn` with a width of 128. Leave the weights out, they are a quarter of a megabyte.

    Returns:
        batch, large: two numbers, each within a tenth. What is kept, in MB (millions of bytes),
        for a batch of 32 pictures of 26 x 26 pixels; and in GB (thousands of MB) for a single
        picture of 1300 x 1300.
    """
    return not_attempted()
