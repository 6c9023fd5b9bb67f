package org.radiologytrust.launch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A password that a program sends with its request. */
public final class BasicLogin {
  private BasicLogin() {}

  /** The value of the header {@code Authorization}. */
  public static String of(String name, String password) {
    byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }
}
