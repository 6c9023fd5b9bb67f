package org.radiologytrust.model;

/** The audit in a few sentences, for the clinician and for the patient; either may be empty. */
public record Summaries(String clinician, String patient) {
  public static final Summaries NONE = new Summaries("", "");
}
