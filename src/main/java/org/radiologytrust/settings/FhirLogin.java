package org.radiologytrust.settings;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The login at a FHIR server or an archive of images. {@link #toString} never shows the secret. */
public final class FhirLogin {
  private final String header;

  private FhirLogin(String header) {
    this.header = header;
  }

  /**
   * The login of the settings {@code PREFIX.token}, or {@code PREFIX.user} and {@code
   * PREFIX.password}, or none.
   *
   * @param prefix such as {@code rtl.fhir}
   */
  public static FhirLogin of(Settings settings, String prefix) {
    String token = settings.text(prefix + ".token");
    if (!token.isEmpty()) {
      return bearer(token);
    }
    String user = settings.text(prefix + ".user");
    return user.isEmpty() ? none() : basic(user, settings.text(prefix + ".password"));
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
  public String header() {
    return header;
  }

  @Override
  public String toString() {
    return header.isEmpty() ? "no login" : "login hidden";
  }
}
