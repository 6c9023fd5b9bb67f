package org.radiologytrust.files;

/** What a data file writes as a list, and a program keeps in another form. */
public interface ItemList {
  boolean isEmpty();
}
