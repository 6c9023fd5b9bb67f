package org.radiologytrust.page;

/** The model of a page that says one thing. */
record Message(Layout layout) {}
