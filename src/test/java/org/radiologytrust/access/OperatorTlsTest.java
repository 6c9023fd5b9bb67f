package org.radiologytrust.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.tls.Authority;

/** The commands that ask a running product whose clients need certificates. */
@Tag("safety")
@Tag("integration")
class OperatorTlsTest {
  @TempDir Path folder;
  private final Authority ours = new Authority("ours");

  /** A certificate of this name, which is not the address. */
  private Map<String, String> settings(String name, Authority by) throws Exception {
    Path certificate = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + ".key");
    by.issue(name).write(certificate, key);
    ours.write(folder.resolve("ca.pem"));
    return Map.of(
        "rtl.http.tls.certificate", certificate.toString(),
        "rtl.http.tls.key", key.toString(),
        "rtl.http.tls.trusted", folder.resolve("ca.pem").toString());
  }

  private RtlRun status(Product product, Map<String, String> settings) {
    return RtlRun.of(
        folder.resolve("home"),
        product,
        Stream.concat(
                Stream.of("status"),
                settings.entrySet().stream().map(s -> "-D" + s.getKey() + "=" + s.getValue()))
            .toArray(String[]::new));
  }

  @Test
  void theyTrustTheConfiguredCertificateAndNoOther() throws Exception {
    Map<String, String> tls = settings("rtl.hospital.example", ours);
    Map<String, String> other = settings("other.hospital.example", ours);
    try (Product product = Product.start(folder.resolve("home"), new HashMap<>(tls))) {
      RtlRun ran = status(product, tls);
      assertEquals(0, ran.code(), ran::err);
      assertTrue(ran.out().startsWith("ready"), ran::out);
      for (Map<String, String> wrong : List.of(other, Map.<String, String>of())) {
        RtlRun refused = status(product, wrong);
        assertEquals(3, refused.code(), refused::out);
        assertTrue(refused.err().contains("does not answer"), refused::err);
      }
    }
  }
}
