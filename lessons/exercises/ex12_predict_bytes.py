"""Exercise of lesson 12, predict: what has to pass the wire, and how fast it must be.

Check: pytest tests/exercises/test_ex12_predict_bytes.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_bytes():
    """Four numbers about training on several machines. Commit before you run.

    A model has 5 million weights of float32. One machine takes 400 ms for a step on the whole
    batch. With n machines each takes an n-th of the batch and of that time. Then their gradients go
    through a ring all-reduce, as in `ex12_ring_all_reduce`: every machine sends and receives at the
    same time, each at the full speed of its wire. Nothing else takes time.

    An estimate is good enough within a twentieth.

    Returns:
        Four numbers: two, eight, speed, gain.
        two: what each of two machines sends in a step, in MB (millions of bytes).
        eight: what each of eight machines sends in a step, in MB.
        speed: of the wire, in Mbit/s (millions of bits a second), at which two machines take as
            long as one. Below it the second machine makes it worse.
        gain: how many times as fast as one machine eight are at 10 Gbit/s (10,000 Mbit/s).
    """
    return not_attempted()
