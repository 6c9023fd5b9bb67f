package org.radiologytrust.page.door;

/** The model of a page that says one thing. */
public record Message(Layout layout) {}
