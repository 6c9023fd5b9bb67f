package org.radiologytrust.ingest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.radiologytrust.settings.Settings;

/**
 * Reads a site's file of assigning authorities. It is YAML and maps the namespace of an authority
 * (CX.4, IssuerOfPatientID) to the URI that the site's FHIR server uses in {@code
 * Identifier.system}.
 */
public final class AssigningAuthorities {
  private AssigningAuthorities() {}

  /**
   * Reads the file.
   *
   * @throws Settings.Wrong if the file cannot be read or a value is not an absolute URI; the
   *     message names it
   */
  public static Map<String, String> read(Path file) {
    Map<String, String> authorities;
    try {
      authorities = new YAMLMapper().readValue(file.toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.hl7.authorities: " + file + " is missing, or is not a list of 'authority: URI'");
    }
    authorities.forEach(
        (namespace, uri) -> {
          if (uri == null || !isAbsolute(uri)) {
            throw new Settings.Wrong(
                "rtl.hl7.authorities: "
                    + file
                    + ": "
                    + namespace
                    + " needs an absolute URI such as urn:oid:1.2.3");
          }
        });
    return Map.copyOf(authorities);
  }

  /** Whether a text is an absolute URI. */
  public static boolean isAbsolute(String uri) {
    try {
      return URI.create(uri).isAbsolute();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
