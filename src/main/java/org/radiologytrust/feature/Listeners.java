package org.radiologytrust.feature;

/**
 * The ports of this process; all 0 where it does not listen.
 *
 * @param http of {@code /fhir}
 * @param management of health, metrics and the console
 */
public record Listeners(int mllp, int http, int management) {
  public static final Listeners NONE = new Listeners(0, 0, 0);
}
