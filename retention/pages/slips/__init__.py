"""The slip that lies in a parcel on its way back: printed by the browser, one page."""
