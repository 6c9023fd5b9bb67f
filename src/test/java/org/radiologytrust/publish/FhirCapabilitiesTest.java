package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.hl7.fhir.r4.model.Enumerations;
import org.junit.jupiter.api.Test;
import org.radiologytrust.peers.FhirFault;
import org.radiologytrust.peers.FhirServer;

class FhirCapabilitiesTest {
  @Test
  void saysWhetherItWouldWork() {
    try (FhirServer server = new FhirServer()) {
      assertEquals(Optional.empty(), check(server.url()));
      server.updateCreate(false);
      says("updateCreate for Observation", server.url());
      server.fail(1, r -> true, FhirFault.status(401));
      says("refuses our login (401)", server.url());
      server.fail(1, r -> true, FhirFault.body("<html>a proxy's page</html>"));
      says("no FHIR base URL", server.url());
      server.fail(
          1,
          r -> true,
          FhirFault.body(
              """
              {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server"}]}"""));
      says("takes no transaction", server.url());
      says("no FHIR base URL", URI.create(server.url() + "/nowhere"));
    }
    try (FhirServer r5 = new FhirServer(Enumerations.FHIRVersion._5_0_0)) {
      says("does not speak FHIR R4", r5.url());
    }
  }

  @Test
  void saysThatNobodyIsThere() {
    FhirServer gone = new FhirServer();
    URI url = gone.url();
    gone.close();
    says("cannot be reached", url);
  }

  @Test
  void refusesAUrlThatIsNoBase() {
    for (String url :
        new String[] {"file:///etc", "ftp://h/fhir", "http://u:p@h/fhir", "http://h/fhir?x=1"}) {
      assertThrows(IllegalArgumentException.class, () -> FhirSettings.of(URI.create(url)));
    }
  }

  private static void says(String part, URI url) {
    String text = check(url).orElse("nothing");
    assertTrue(text.contains(part), text);
    assertEquals(1, text.lines().count());
  }

  private static Optional<String> check(URI url) {
    FakeOutbox outbox = new FakeOutbox(Clock.systemUTC());
    return new FhirSink(outbox, FhirSettings.of(url), Clock.systemUTC()).check();
  }
}
