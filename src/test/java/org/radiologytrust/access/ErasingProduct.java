package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;

/** A product that delivers to a FHIR server, and two people who may erase: operator and ben. */
final class ErasingProduct implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(120);

  private static final String PASSWORD = "a password of ben";

  /** Words of the report and its patient. */
  private static final List<String> CONTENT =
      List.of("Petra", "effusion", "19610203", "1961-02-03");

  final Path home;
  final Product product;
  private final String mrn;
  private final String accession;

  /**
   * @param server base URL of the FHIR server
   * @param mrn the patient's identifier
   */
  ErasingProduct(Path home, String server, String mrn, String accession) {
    this.home = home;
    this.mrn = mrn;
    this.accession = accession;
    this.product =
        Product.start(
            home,
            Map.of(
                "rtl.fhir.server", server,
                "rtl.fhir.unresolved", "logical",
                "rtl.images.wait", "1s"));
    assertEquals(0, rtl("user", "add", "ben", "--role", "operator", "--password-stdin").code());
  }

  private String report(String controlId) {
    return Chest.oru(PhantomStudy.chest(accession), controlId, mrn, Chest.TEXT, "F", 0);
  }

  /** Whether the report is taken. */
  boolean takes(String controlId) throws Exception {
    return product.mllp(report(controlId)).contains("\rMSA|AA");
  }

  void assertNoPatient(String text) {
    assertFalse(text.contains(mrn), text);
    CONTENT.forEach(word -> assertFalse(text.contains(word), () -> word + " in " + text));
  }

  /** Whether a text has something of the report. */
  boolean isAboutIt(String text) {
    return CONTENT.stream().anyMatch(text::contains);
  }

  RtlRun rtl(String... words) {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      RtlRun ran = RtlRun.of(home, product, words);
      assertNoPatient(ran.out() + ran.err());
      return ran;
    } finally {
      System.setIn(in);
    }
  }

  /** Returns when the server has the audit. */
  void publish(String controlId) throws Exception {
    assertTrue(takes(controlId));
    await()
        .atMost(LONG)
        .until(() -> rtl("deliveries", "list", "--state", "sent").out().lines().count() == 2);
  }

  /** The id of a request that was not confirmed yet. */
  String requested() {
    RtlRun requested = rtl("erase", "--report", accession, "--request", "--reason", "case 12");
    assertEquals(0, requested.code(), requested.err());
    return requested.out().split(" ")[0];
  }

  void confirmed(String id) {
    RtlRun done = rtl("erase", "--confirm", id, "--user", "ben", "--password-stdin");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().startsWith(id + "  done"), done.out());
  }

  /** The metric of copies that the FHIR server still has as they were. */
  double open() throws Exception {
    return product.metrics().get("rtl_erased_copies_open");
  }

  @Override
  public void close() throws Exception {
    product.close();
  }
}
