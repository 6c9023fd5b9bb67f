package org.radiologytrust.presign;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;

/** With {@code rtl.presign.keep}: what became of a flag when the signed report comes. */
@Tag("safety")
@Tag("integration")
class KeptFlagsTest {
  private static final String DRAFT =
      "FINDINGS: Large effusion of the left knee qanaryzq. Patient is a 40-year-old woman.\\n"
          + "IMPRESSION: Large effusion of the right knee. Normal prostate gland.";
  private static final String SIGNED = DRAFT.replace("right knee", "left knee");

  @TempDir Path folder;

  private static String oru(String control, String number, String text, String status) {
    return "MSH|^~\\&|RIS|LAB|RTL|RTL|20260501||ORU^R01|%s|P|2.5\rPID|1||%s||||19860101|F\r"
            .formatted(control, number)
        + "OBR|1||%s|1^MRI KNEE^L|||202605011200|||||||||||%s||||2026050112%s00||MR|%s\r"
            .formatted(number, number, status.equals("F") ? "30" : "20", status)
        + "OBX|1|TX|1^^L||%s||||||%s\r".formatted(text.replace("\\n", "\\.br\\"), status);
  }

  private static Map<String, Double> outcomes(Product product) throws Exception {
    Map<String, Double> found = new TreeMap<>();
    product
        .metrics()
        .forEach(
            (name, value) -> {
              if (name.startsWith("rtl_presign_flags_total")) {
                found.put(name.replaceAll(".*\\{|}", "").replace("\"", ""), value);
              }
            });
    return found;
  }

  @Test
  void mendedAndLeftAreCountedOnceAndNoWordIsKept() throws Exception {
    Path key = Files.write(folder.resolve("key"), new byte[32]);
    Path home = folder.resolve("home");
    try (Product product =
        Product.start(
            home,
            Map.of(
                "rtl.presign.keep", "on",
                "rtl.presign.key", key.toString(),
                "rtl.images.wait", "0s"))) {
      String asked = "{\"sessionData\":{},\"patientInformation\":{\"biologicalSex\":\"Female\"},";
      String body = asked + "\"report\":{\"reportText\":\"" + DRAFT + "\"}}";
      for (int i = 0; i < 2; i++) {
        var reply =
            product.post(
                "/v1/process",
                "application/json",
                body.getBytes(StandardCharsets.UTF_8),
                Map.of("x-dre-accession", "A1", "x-dre-site", "LAB"));
        assertEquals(200, reply.statusCode(), reply.body());
      }
      // without a number nothing can be known again
      product.post("/v1/process", "application/json", body.getBytes(StandardCharsets.UTF_8));
      for (Path file : Files.list(home).filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(file, StandardCharsets.ISO_8859_1).contains("qanaryzq"),
            file.toString());
      }
      product.mllp(oru("1", "A1", DRAFT, "P"));
      await().atMost(Duration.ofMinutes(2)).until(() -> product.summaries().size() == 1);
      assertEquals(Map.of(), outcomes(product), "it is not signed yet");
      product.mllp(oru("2", "A1", SIGNED, "F"));
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertEquals(
                      Map.of(
                          "check=side-findings-impression,outcome=mended,strength=tell", 1.0,
                          "check=sex-organ,outcome=left,strength=tell", 1.0),
                      outcomes(product)));
    }
  }
}
