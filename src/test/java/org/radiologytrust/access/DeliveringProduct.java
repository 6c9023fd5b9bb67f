package org.radiologytrust.access;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;

/** A product that delivers to a FHIR server; all its reports are of one patient. */
final class DeliveringProduct implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(120);

  /** Words of the reports and their patient, beside the patient's identifier. */
  private static final List<String> CONTENT =
      List.of("Petra", "effusion", "19610203", "1961-02-03");

  final Path home;
  final Product product;
  private final String mrn;

  /**
   * @param server base URL of the FHIR server
   * @param mrn the patient's identifier
   */
  DeliveringProduct(Path home, String server, String mrn) {
    this.home = home;
    this.mrn = mrn;
    this.product =
        Product.start(
            home,
            Map.of(
                "rtl.fhir.server", server,
                "rtl.fhir.unresolved", "logical",
                "rtl.images.wait", "1s"));
  }

  String report(String controlId, String accession) {
    return Chest.oru(PhantomStudy.chest(accession), controlId, mrn, Chest.TEXT, "F", 0);
  }

  /** Whether a text has something of a report. */
  static boolean isAboutIt(String text) {
    return CONTENT.stream().anyMatch(text::contains);
  }

  void assertNoPatient(String text) {
    assertFalse(isAboutIt(text) || text.contains(mrn), text);
  }

  RtlRun rtl(String... words) {
    RtlRun ran = RtlRun.of(home, product, words);
    assertNoPatient(ran.out() + ran.err());
    return ran;
  }

  @Override
  public void close() throws Exception {
    product.close();
  }
}
