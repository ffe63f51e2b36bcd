"""Autoencoder models, and what they tell about a folder of pictures.

::

    model           encode, decode, sample, anomaly maps (ONNX, through engine.runtime)
    survey          the codes and scores of all pictures in a folder
    evaluation      linear probe and two-dimensional maps of a survey
    pca, linear_classifier, measures        the mathematics behind them, in NumPy
    picture_folders, idx_files              where the pictures come from

``engine.training.family`` trains the models and uses the same mathematics.
"""
