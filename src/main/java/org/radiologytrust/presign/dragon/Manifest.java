package org.radiologytrust.presign.dragon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.util.UUID;
import org.radiologytrust.files.SiteFiles;

/** The manifest by which an installation of Dragon Copilot finds this server. */
public final class Manifest {
  private static final String FILE = "presign/manifest.yaml";
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private Manifest() {}

  /**
   * The manifest as YAML.
   *
   * @param address of this server as it is reached from outside, without a path
   * @param tenant Entra tenant of the organisation that publishes the extension
   * @param version of this software; only its first three numbers are used
   * @throws IllegalArgumentException if the site's {@code presign/manifest.yaml} has no tool
   */
  public static String of(SiteFiles files, URI address, UUID tenant, String version) {
    ObjectNode manifest = files.yaml(FILE, new TypeReference<ObjectNode>() {});
    if (!manifest.path("tools").isArray() || manifest.path("tools").isEmpty()) {
      throw new IllegalArgumentException(FILE + ": tools is missing: add the tool");
    }
    manifest.put("version", version.replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1"));
    manifest.putObject("auth").put("tenantId", tenant.toString());
    String endpoint = address.toString().replaceFirst("/+$", "") + "/v1/process";
    manifest.get("tools").forEach(tool -> ((ObjectNode) tool).put("endpoint", endpoint));
    try {
      return YAML.writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
