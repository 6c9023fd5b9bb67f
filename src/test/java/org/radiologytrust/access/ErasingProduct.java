package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.access.DeliveringProduct.LONG;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;

/** A report at a FHIR server, and two people who may erase it: operator and ben. */
final class ErasingProduct implements AutoCloseable {
  private static final String PASSWORD = "a password of ben";

  final Path home;
  final Product product;
  private final DeliveringProduct delivering;
  private final String accession;

  /**
   * @param server base URL of the FHIR server
   * @param mrn the patient's identifier
   */
  ErasingProduct(Path home, String server, String mrn, String accession) {
    this.home = home;
    this.accession = accession;
    this.delivering = new DeliveringProduct(home, server, mrn);
    this.product = delivering.product;
    assertEquals(0, rtl("user", "add", "ben", "--role", "operator", "--password-stdin").code());
  }

  /** Whether the report is taken. */
  boolean takes(String controlId) throws Exception {
    return product.mllp(delivering.report(controlId, accession)).contains("\rMSA|AA");
  }

  void assertNoPatient(String text) {
    delivering.assertNoPatient(text);
  }

  RtlRun rtl(String... words) {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      return delivering.rtl(words);
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
    delivering.close();
  }
}
