"""Finished tables → plotly figures. One module per room; a figure function computes nothing but the picture."""
