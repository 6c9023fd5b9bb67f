package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.sink.FhirSinkFixture.audit;
import static org.radiologytrust.publish.sink.FhirSinkFixture.json;
import static org.radiologytrust.publish.sink.FhirSinkFixture.observation;
import static org.radiologytrust.publish.sink.FhirSinkFixture.stored;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.publish.SinkJournal;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.settings.FhirLogin;

@Tag("safety")
@Tag("integration")
class FhirSinkTest {
  private final FhirSinkFixture f = new FhirSinkFixture();

  @AfterEach
  void stop() {
    f.close();
  }

  @Test
  void deliversAnAuditInOneTransaction() {
    UUID run = f.outbox.add(json(audit("r1", 3)));
    f.sink.deliver();
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(1, f.server.transactionBodies().size());
    assertEquals(4, f.server.all(Observation.class).size());
    assertEquals(1, f.server.all(Provenance.class).size());
    Observation claim = f.server.read(Observation.class, "r1-c2").orElseThrow();
    assertEquals("Patient/p1", claim.getSubject().getReference());
    assertEquals("DiagnosticReport/d1", claim.getFocusFirstRep().getReference());
    assertEquals("0.50", claim.getValueQuantity().getValue().toPlainString());
    Provenance provenance = f.server.all(Provenance.class).get(0);
    assertEquals("DiagnosticReport/d1", provenance.getEntityFirstRep().getWhat().getReference());
    assertEquals(1, f.server.all(Patient.class).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504})
  void sendsTheSameBytesAgain(int status) {
    f.server.failTransactions(2, FhirFault.status(status));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    f.sink.deliver();
    assertEquals(1, f.server.transactionBodies().size(), "not before its time");
    f.later();
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(4)), f.outbox.delays(run));
    List<String> bodies = f.server.transactionBodies();
    assertEquals(3, bodies.size());
    assertEquals(f.outbox.payload(run), bodies.get(0));
    assertEquals(bodies.get(0), bodies.get(1));
    assertEquals(bodies.get(0), bodies.get(2));
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    f.server.failTransactions(1, FhirFault.later(503, "120"));
    f.outbox.add(json(audit("r1", 1)));
    UUID second = f.outbox.add(json(audit("r2", 1)));
    f.sink.deliver();
    int before = f.server.requests().size();
    f.clock.advance(Duration.ofSeconds(119));
    f.sink.deliver();
    assertEquals(before, f.server.requests().size(), "no delivery bothers the server meanwhile");
    f.clock.advance(Duration.ofSeconds(1));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(second));
    assertEquals(2, f.server.transactions());
  }

  @Test
  @Tag("safety")
  void aNodeThatStoodStillSendsNothing() {
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.standStill(true);
    f.sink.deliver();
    assertEquals(0, f.server.transactions(), "another node may have sent a correction meanwhile");
    assertEquals(State.PENDING, f.outbox.state(run));
    f.sink.standStill(false);
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(List.of(), f.outbox.delays(run), "it was no failed try");
  }

  @Test
  void anAnswerLostAfterTheCommitDoublesNothing() {
    f.server.failTransactions(1, FhirFault.dropAfterCommit());
    UUID run = f.outbox.add(json(audit("r1", 2)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertEquals(3, f.server.all(Observation.class).size());
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(3, f.server.all(Observation.class).size());
    for (Observation one : f.server.all(Observation.class)) {
      assertEquals("1", one.getMeta().getVersionId());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void aRefusedAuditIsDeadAndTellsNoSecret(int status) {
    f.server.failTransactions(
        1,
        FhirFault.outcome(
            status, "invalid", "CANARY^JANE is no value", "Bundle.entry[0].resource.value"));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    UUID next = f.outbox.add(json(audit("r2", 1)));
    f.sink.deliver();
    assertEquals(State.DEAD, f.outbox.state(run));
    assertEquals(
        "transaction: the FHIR server answered "
            + status
            + "; invalid at Bundle.entry[0].resource.value",
        f.outbox.reason(run));
    assertEquals(State.SENT, f.outbox.state(next), "the one behind it goes on");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void whatAProxyRefusesIsSentOnceTheProxyIsPutRight(int status) {
    f.server.failTransactions(1, FhirFault.page(status));
    f.server.failTransactions(1, FhirFault.status(status));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("without saying why"), f.outbox.reason(run));
    assertTrue(f.outbox.reason(run).contains("proxy"), f.outbox.reason(run));
    f.later();
    assertEquals(State.PENDING, f.outbox.state(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(1, f.server.transactions());
  }

  @Test
  void anAuditThatAProxyForbidsDoesNotHoldUpTheOthers() {
    f.server.fail(
        Integer.MAX_VALUE,
        r -> r.isTransaction() && r.body().contains("r1-c0"),
        FhirFault.page(403));
    UUID forbidden = f.outbox.add(json(audit("r1", 1)));
    UUID next = f.outbox.add(json(audit("r2", 1)));
    for (int minute = 0; minute < 60; minute++) {
      f.sink.deliver();
      f.clock.advance(Duration.ofMinutes(1));
    }
    assertEquals(State.SENT, f.outbox.state(next));
    assertEquals(State.PENDING, f.outbox.state(forbidden));
    f.server.healthy();
    f.later();
    assertEquals(State.SENT, f.outbox.state(forbidden));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 401, 403, 404})
  void whatAPersonMustMendIsTriedSlowly(int status) {
    f.server.failTransactions(1, FhirFault.status(status));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    UUID next = f.outbox.add(json(audit("r2", 1)));
    f.sink.deliver();
    assertEquals(List.of(Duration.ofMinutes(5)), f.outbox.delays(run));
    f.sink.deliver();
    assertEquals(1, f.server.transactionBodies().size(), "the others wait as well");
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(State.SENT, f.outbox.state(next));
  }

  @Test
  void logsIn() {
    f.server.requireAuthorization("Bearer secret");
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    f.with(f.settings.with(FhirLogin.bearer("secret"))).later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertFalse(f.settings.with(FhirLogin.bearer("secret")).toString().contains("secret"));
  }

  @Test
  void aStuckDeliveryDoesNotHoldUpTheOthers() {
    f.server.fail(
        Integer.MAX_VALUE,
        r -> r.isTransaction() && r.body().contains("r1-c0"),
        FhirFault.status(500));
    UUID stuck = f.outbox.add(json(audit("r1", 1)));
    UUID next = f.outbox.add(json(audit("r2", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(stuck));
    assertEquals(State.SENT, f.outbox.state(next));
    for (int i = 0; i < 60; i++) {
      f.later();
    }
    assertEquals(State.DEAD, f.outbox.state(stuck));
    assertEquals(49, f.outbox.delays(stuck).size());
    assertEquals(Duration.ofMinutes(15), f.outbox.delays(stuck).get(48));
  }

  @Test
  void givesUpWaitingForASlowServer() {
    f.server.failTransactions(1, FhirFault.slow(Duration.ofSeconds(2)));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.with(f.settings.withTimeout(Duration.ofMillis(700)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("did not answer in time"), f.outbox.reason(run));
    f.with(f.settings).later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(2, f.server.all(Observation.class).size());
  }

  @Test
  void anUnreachableServerLosesNothing() {
    f.server.close();
    UUID run = f.outbox.add(json(audit("r1", 1)));
    UUID next = f.outbox.add(json(audit("r2", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertEquals(1, f.outbox.delays(run).size());
    assertEquals(0, f.outbox.delays(next).size(), "one try tells enough");
    f.clock.advance(DeliveryPasses.POLL);
    f.sink.deliver();
    assertEquals(1, f.outbox.delays(next).size(), "asked again with the next one");
  }

  @Test
  void everyEntryOfTheAnswerIsChecked() {
    String answer =
        """
        {"resourceType":"Bundle","type":"transaction-response","entry":[
        {"response":{"status":"201 Created","location":"Observation/r1/_history/1"}},
        {"response":{"status":"%s","location":"Observation/%s/_history/1"}},
        {"response":{"status":"201"}}]}""";
    f.server.failTransactions(1, FhirFault.body("{\"resourceType\":\"Bundle\"}"));
    f.server.failTransactions(1, FhirFault.body("<html>proxy</html>"));
    f.server.failTransactions(1, FhirFault.body(answer.formatted("409 Conflict", "r1-c0")));
    f.server.failTransactions(1, FhirFault.body(answer.formatted("201", "other")));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertTrue(f.outbox.reason(run).contains("lacks an entry"), f.outbox.reason(run));
    f.later();
    assertTrue(f.outbox.reason(run).contains("lacks an entry"), f.outbox.reason(run));
    f.later();
    assertTrue(f.outbox.reason(run).contains("entry 1"), f.outbox.reason(run));
    f.later();
    assertTrue(f.outbox.reason(run).contains("another resource"), f.outbox.reason(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(1, f.server.transactions());
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() {
    String large = "{\"resourceType\":\"Bundle\",\"x\":\"" + "x".repeat(100_000) + "\"}";
    f.server.failTransactions(1, FhirFault.body(large));
    FhirSettings s = f.settings;
    f.with(
        new FhirSettings(
            s.server(),
            s.login(),
            s.matching(),
            s.maxEntries(),
            10_000,
            s.connectTimeout(),
            s.timeout(),
            s.retry(),
            s.trust()));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertTrue(f.outbox.reason(run).contains("closed the connection"), f.outbox.reason(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
  }

  @Test
  void anAnswerThatNestsTooDeepIsNone() {
    f.server.failTransactions(1, FhirFault.body("{\"entry\":".repeat(100_000)));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run), f.outbox.reason(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
  }

  @Test
  void refusesWhatIsNotOurs() {
    Bundle creating = audit("r1", 1);
    FhirSinkFixture.put(creating, FhirSinkFixture.patient("p9", FhirSinkFixture.MRN));
    Bundle posting = audit("r1", 1);
    posting.getEntryFirstRep().getRequest().setMethod(Bundle.HTTPVerb.POST).setUrl("Observation");
    for (String bundle : List.of("no JSON", "{}", json(creating), json(posting))) {
      UUID run = f.outbox.add(bundle);
      f.sink.deliver();
      assertEquals(State.DEAD, f.outbox.state(run));
    }
    assertEquals(0, f.server.transactionBodies().size());
  }

  @Test
  void aLargeAuditEndsWithItsSummary() {
    f.with(f.settings.withMaxEntries(3));
    f.server.fail(
        1, r -> r.isTransaction() && r.body().contains("report-audit"), FhirFault.status(503));
    Observation finding = observation("r1-f0", "image-finding");
    Bundle bundle = audit("r1", 4);
    ((Observation) bundle.getEntry().get(1).getResource())
        .addDerivedFrom(new Reference("Observation/r1-f0"));
    FhirSinkFixture.put(bundle, finding);
    UUID run = f.outbox.add(json(bundle));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertEquals(2, f.server.transactions(), "the claims, without their summary");
    assertTrue(f.server.read(Observation.class, "r1").isEmpty());
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    List<String> bodies = f.server.transactionBodies();
    assertEquals(6, bodies.size());
    assertEquals(bodies.subList(0, 3), bodies.subList(3, 6));
    assertTrue(bodies.get(5).contains("r1-provenance"));
    assertEquals(6, f.server.all(Observation.class).size());
    for (Observation one : f.server.all(Observation.class)) {
      assertEquals("1", one.getMeta().getVersionId());
    }
  }

  @Test
  void devicesGoFirst() {
    f.sink.announce(List.of(stored(card()), stored(model())));
    UUID run = f.outbox.add(json(namingModel()));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals("Device/model", device("r1"));
    assertEquals(2, f.server.requests().stream().filter(r -> r.method().equals("PUT")).count());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 422, 429, 500, 503})
  void whatCannotBeAnnouncedBlocksNoAudit(int status) {
    f.server.fail(Integer.MAX_VALUE, r -> r.method().equals("PUT"), FhirFault.status(status));
    f.sink.announce(List.of(stored(card()), stored(model())));
    UUID run = f.outbox.add(json(namingModel()));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    Observation sent = f.server.read(Observation.class, "r1").orElseThrow();
    assertFalse(sent.getDevice().hasReference());
    assertEquals("m@1", sent.getDevice().getIdentifier().getValue());
    assertEquals("m@1", sent.getDevice().getDisplay());
    int before = puts();
    f.sink.deliver();
    assertEquals(before, puts(), "tried again at leisure");
    f.server.healthy();
    f.later();
    assertTrue(f.server.read(Device.class, "model").isPresent());
    assertTrue(f.server.read(DocumentReference.class, "card").isPresent());
    f.outbox.add(json(namingModel("r2")));
    f.sink.deliver();
    assertEquals("Device/model", device("r2"));
  }

  @Test
  void aDeviceDoesWithoutTheCardThatIsRefused() {
    f.server.fail(
        Integer.MAX_VALUE, r -> r.path().startsWith("DocumentReference/"), FhirFault.status(405));
    f.sink.announce(List.of(stored(card()), stored(model())));
    f.sink.deliver();
    Reference card =
        (Reference)
            f.server.read(Device.class, "model").orElseThrow().getExtension().get(0).getValue();
    assertFalse(card.hasReference());
    assertEquals("card@1", card.getIdentifier().getValue());
  }

  @Test
  void anEarlierVersionsDeviceIsNamedWhereTheServerHasIt() {
    f.server.put(model());
    f.outbox.add(json(namingModel()));
    f.sink.deliver();
    assertEquals("Device/model", device("r1"));
  }

  @Test
  void whatAProxyTookOrTheServerLostIsSentAgain() {
    f.server.fail(2, r -> r.method().equals("PUT"), FhirFault.body("<html>log in</html>"));
    f.sink.announce(List.of(stored(card()), stored(model())));
    UUID run = f.outbox.add(json(namingModel()));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run), f.outbox.reason(run));
    assertTrue(f.outbox.reason(run).contains("sent again"), f.outbox.reason(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertEquals("Device/model", device("r1"));
    assertTrue(f.server.read(DocumentReference.class, "card").isPresent());
  }

  @Test
  void anAnswerOfManyShortTokensIsNone() {
    String many = "{\"resourceType\":\"Bundle\",\"entry\":[" + "{},".repeat(600_000) + "{}]}";
    FhirReply reply = new FhirReply(200, "", many.getBytes(StandardCharsets.UTF_8));
    assertTrue(reply.json().isMissingNode());
  }

  private int puts() {
    return (int) f.server.requests().stream().filter(r -> r.method().equals("PUT")).count();
  }

  private String device(String id) {
    return f.server.read(Observation.class, id).orElseThrow().getDevice().getReference();
  }

  private static DocumentReference card() {
    DocumentReference card = new DocumentReference();
    card.setId("card");
    return card;
  }

  private static Device model() {
    Device model = new Device();
    model.setId("model");
    Reference card = new Reference("DocumentReference/card");
    card.setIdentifier(new Identifier().setSystem("urn:test").setValue("card@1"));
    model.addExtension("http://example.org/card", card);
    return model;
  }

  private static Bundle namingModel() {
    return namingModel("r1");
  }

  private static Bundle namingModel(String run) {
    Bundle bundle = audit(run, 1);
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        observation
            .setDevice(new Reference("Device/model"))
            .getDevice()
            .setIdentifier(new Identifier().setSystem("urn:test").setValue("m@1"));
      }
    }
    return bundle;
  }

  @Test
  void manyPublishersOfOneAuditMakeOneSetOfResources() throws Exception {
    String bundle = json(audit("r1", 5));
    ExecutorService pool = Executors.newFixedThreadPool(32);
    CountDownLatch together = new CountDownLatch(32);
    List<Future<State>> ends = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      ends.add(
          pool.submit(
              () -> {
                try (SinkJournal outbox = new SinkJournal(f.clock)) {
                  UUID run = outbox.add(bundle);
                  together.countDown();
                  together.await();
                  f.sink(outbox, f.settings).deliver();
                  return outbox.state(run);
                }
              }));
    }
    for (Future<State> end : ends) {
      assertEquals(State.SENT, end.get());
    }
    pool.shutdown();
    assertEquals(6, f.server.all(Observation.class).size());
    assertEquals(1, f.server.all(Provenance.class).size());
    for (Observation one : f.server.all(Observation.class)) {
      assertEquals("1", one.getMeta().getVersionId());
    }
  }
}
