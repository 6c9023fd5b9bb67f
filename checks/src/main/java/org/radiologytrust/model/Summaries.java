package org.radiologytrust.model;

/** Summaries of an audit in a few sentences. Either may be empty. */
public record Summaries(String clinician, String patient) {
  public static final Summaries NONE = new Summaries("", "");
}
