package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.launch.RtlRun;

/** {@code rtl presign manifest} prints what the vendor's schema describes. */
class ManifestTest {
  private static final String TENANT = "12345678-1234-1234-1234-123456789abc";

  @TempDir Path home;

  @Test
  void theManifestIsWhatTheSchemaDescribes() throws Exception {
    RtlRun run = run("https://rtl.hospital.example/");
    assertEquals(0, run.code(), run.err());
    JsonNode manifest = new YAMLMapper().readTree(run.out());
    try (InputStream in = Contract.resource("manifest-schema.json")) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
              .getSchema(new ObjectMapper().readTree(in));
      assertEquals(Set.of(), schema.validate(manifest));
    }
    assertEquals(
        "https://rtl.hospital.example/v1/process", manifest.at("/tools/0/endpoint").asText());
    assertEquals(TENANT, manifest.at("/auth/tenantId").asText());
    assertEquals("qualityCheckResult", manifest.at("/tools/0/outputs/0/name").asText());
  }

  @ParameterizedTest
  @CsvSource({"rtl.hospital.example", "ftp://rtl", "https://rtl.hospital.example/v1/process"})
  void anAddressThatIsNoneIsRefused(String address) {
    RtlRun run = run(address);
    assertEquals(1, run.code());
    assertEquals("", run.out());
  }

  private RtlRun run(String address) {
    return RtlRun.at(home, 1, "presign", "manifest", "--address", address, "--tenant", TENANT);
  }
}
