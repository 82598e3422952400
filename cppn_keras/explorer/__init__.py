"""A model as a web page: one HTML file that draws and encodes in the browser, without a network."""

from cppn_keras.explorer.page import art_page, page, save
