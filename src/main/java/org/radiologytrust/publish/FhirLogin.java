package org.radiologytrust.publish;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The login at the FHIR server. {@link #toString} never shows the secret. */
public final class FhirLogin {
  private final String header;

  private FhirLogin(String header) {
    this.header = header;
  }

  public static FhirLogin none() {
    return new FhirLogin("");
  }

  public static FhirLogin basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new FhirLogin("Basic " + Base64.getEncoder().encodeToString(both));
  }

  public static FhirLogin bearer(String token) {
    return new FhirLogin("Bearer " + token);
  }

  /** Value of the Authorization header; empty for none. */
  String header() {
    return header;
  }

  @Override
  public String toString() {
    return header.isEmpty() ? "no login" : "login hidden";
  }
}
