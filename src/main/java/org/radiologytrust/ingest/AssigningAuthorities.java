package org.radiologytrust.ingest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.radiologytrust.settings.Settings;

/**
 * A site's file of assigning authorities: YAML, namespace (CX.4, IssuerOfPatientID) to the URI that
 * the site's FHIR server has as {@code Identifier.system}.
 */
public final class AssigningAuthorities {
  private AssigningAuthorities() {}

  /**
   * @throws Settings.Wrong when the file cannot be read or names something that is no absolute URI;
   *     says which
   */
  public static Map<String, String> read(Path file) {
    Map<String, String> authorities;
    try {
      authorities = new YAMLMapper().readValue(file.toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.hl7.authorities: " + file + " is missing, or no list of authority: URI");
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

  private static boolean isAbsolute(String uri) {
    try {
      return URI.create(uri).isAbsolute();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
