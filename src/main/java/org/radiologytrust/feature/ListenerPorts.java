package org.radiologytrust.feature;

/**
 * The ports that this process listens on; all 0 where it does not listen.
 *
 * @param http of {@code /fhir}
 * @param management of health, metrics and the console
 */
public record ListenerPorts(int mllp, int http, int management) {
  /** Of a process that does not listen. */
  public static final ListenerPorts NONE = new ListenerPorts(0, 0, 0);
}
