package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Enumerations;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.publish.SinkJournal;
import org.radiologytrust.publish.fhir.FhirPasses;
import org.radiologytrust.publish.resources.EngineResources;

@Tag("safety")
@Tag("integration")
class FhirCapabilitiesTest {
  private final SettableClock clock = new SettableClock();
  @AutoClose private final SinkJournal outbox = new SinkJournal(clock);

  @Test
  void saysWhetherItWouldWork() {
    try (FhirServer server = new FhirServer()) {
      assertEquals(Optional.empty(), check(server.url()));
      server.stateUpdateCreate().updateCreate(false);
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
  void theFirstDeviceIsTheProbeWhereTheServerSaysNothing() {
    try (FhirServer server = new FhirServer()) {
      FhirPasses sink = sink(server.url());
      StoredResource device = EngineResources.device(FhirContext.forR4Cached(), "1.0", false);
      assertEquals(Optional.empty(), sink.check(), "nothing is known against it");
      server.updateCreate(false);
      sink.announce(List.of(device));
      sink.deliver();
      assertTrue(sink.check().orElse("").contains("answered 404 to the PUT of our Device"));
      Optional<String> doctor = FhirSink.check(FhirSettings.of(server.url()), device, clock);
      assertEquals(sink.check(), doctor);
      server.updateCreate(true);
      assertEquals(Optional.empty(), FhirSink.check(FhirSettings.of(server.url()), device, clock));
      assertEquals(1, server.all(Device.class).size());
      int before = server.requests().size();
      FhirSink.check(FhirSettings.of(server.url()), device, clock);
      assertTrue(
          server.requests().stream().skip(before).noneMatch(r -> r.method().equals("PUT")),
          "what is there is not written again");
      outbox.add(FhirSinkFixture.json(FhirSinkFixture.literalAudit(server)));
      sink.deliver();
      assertEquals(Optional.empty(), sink.check(), "an audit went through");
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

  private void says(String part, URI url) {
    String text = check(url).orElse("nothing");
    assertTrue(text.contains(part), text);
    assertEquals(1, text.lines().count());
  }

  private Optional<String> check(URI url) {
    return sink(url).check();
  }

  private FhirPasses sink(URI url) {
    ResolvedReferences resolved = new ResolvedReferences(outbox.shelf(), FhirContext.forR4Cached());
    return new FhirPasses(outbox, resolved, FhirSettings.of(url), clock);
  }
}
