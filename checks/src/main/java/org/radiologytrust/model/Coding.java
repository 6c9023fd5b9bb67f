package org.radiologytrust.model;

/** A code with its system (URI or HL7 name) and display text; any part may be empty. */
public record Coding(String system, String code, String display) {
  public static final Coding NONE = new Coding("", "", "");

  public Coding {
    system = Texts.orEmpty(system);
    code = Texts.orEmpty(code);
    display = Texts.orEmpty(display);
  }
}
