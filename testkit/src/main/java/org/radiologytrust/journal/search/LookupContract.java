package org.radiologytrust.journal.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.SearchKeys;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.search.MessageSearch.Found;
import org.radiologytrust.journal.search.MessageSearch.Query;
import org.radiologytrust.journal.search.Stories.Story;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

/** What an operator can look up in every journal; one subclass for each store. */
abstract class LookupContract extends OpenedJournal {
  private Incoming message(String site, String controlId, Disposition disposition) {
    clock.advance(Duration.ofSeconds(1));
    return new Incoming(
        "hl7",
        site,
        "RIS|" + site + "|" + controlId,
        (controlId + site).getBytes(StandardCharsets.UTF_8),
        disposition,
        (outcome, reason) -> (outcome + " " + reason).getBytes(StandardCharsets.UTF_8));
  }

  private Receipt send(String controlId, Disposition disposition) {
    return journal.inbox().receive(message("HOSP", controlId, disposition));
  }

  private static Report report(String accession, String mrn) {
    return SampleRecords.report(
        "HOSP",
        accession,
        mrn,
        "No effusion in " + accession + ".",
        ReportStatus.FINAL,
        SampleRecords.ISSUED);
  }

  private List<Found> found(Query.Builder query) {
    return journal.lookup().messages().find(query.build());
  }

  private static Query.Builder all() {
    return Query.atMost(100);
  }

  private List<String> controlIds(Query.Builder query) {
    return found(query).stream().map(m -> m.ids().orElseThrow().controlId()).toList();
  }

  @Test
  void messagesAreFoundByEachOfTheirNumbers() {
    send("c1", new Parsed(report("ACC1", "mrn-7")));
    send("c2", new Parsed(report("ACC2", "MRN-8")));
    send("c3", new Parsed(List.of(report("ACC3", "MRN-8"), report("ACC4", "MRN-8"))));
    assertEquals(List.of("c1"), controlIds(all().controlId("C1")));
    assertEquals(List.of("c1"), controlIds(all().accession(" acc1 ")));
    assertEquals(List.of("c1"), controlIds(all().mrn("MRN-7")));
    assertEquals(List.of("c3", "c2"), controlIds(all().mrn("MRN-8")));
    assertEquals(List.of("c3"), controlIds(all().accession("ACC4")), "a further report");
    assertEquals(List.of("c2"), controlIds(all().mrn("MRN-8").accession("ACC2")));
    assertEquals(List.of(), controlIds(all().mrn("MRN-8").accession("ACC1")));
    assertEquals(List.of(), controlIds(all().mrn("MRN")), "a part of a number finds nothing");
    assertEquals(List.of(), controlIds(all().mrn("%")));
    assertEquals(List.of("c3", "c2", "c1"), controlIds(all()));
  }

  @Test
  void refusedMessageIsFoundByWhatItsReaderCouldRead() {
    SearchKeys keys = new SearchKeys(List.of("ACC1"), List.of("MRN1", "NHS1", "", "MRN1"));
    journal
        .inbox()
        .receive(
            message("HOSP", "c1", new Quarantined("OBX-5 is empty")).with(keys).from("10.0.0.7"));
    for (Query.Builder query :
        List.of(all().mrn("NHS1"), all().accession("ACC1"), all().controlId("c1"))) {
      Found found = found(query).get(0);
      assertEquals(Outcome.QUARANTINED, found.outcome());
      assertEquals("OBX-5 is empty", found.reason());
      assertEquals("10.0.0.7", found.place());
      assertEquals(List.of(), found.states());
      assertEquals(6, found.size());
    }
    assertFalse(keys.toString().contains("MRN1"));
  }

  @Test
  void releasedMessageIsFoundByWhatWasReadThen() {
    send("c1", new Quarantined("no accession number"));
    String id = found(all()).get(0).id();
    Receipt receipt =
        journal
            .messages()
            .decideAgain(id, new Parsed(report("ACC9", "MRN9")), (o, r) -> new byte[0])
            .orElseThrow();
    assertEquals(Outcome.PARSED, receipt.outcome());
    assertEquals(id, found(all().accession("ACC9").mrn("MRN9")).get(0).id());
  }

  @Test
  void askingWhatAReleaseWouldDoChangesNothing() {
    send("c1", new Parsed(report("ACC1", "MRN1")));
    send("c2", new Quarantined("no accession number"));
    String id = found(all().state("quarantined")).get(0).id();
    for (int times = 0; times < 2; times++) {
      assertEquals(
          Outcome.PARSED,
          journal
              .messages()
              .wouldDecide(id, new Parsed(report("ACC9", "MRN9")), (o, r) -> new byte[0])
              .orElseThrow()
              .outcome());
    }
    assertEquals(
        Outcome.DUPLICATE,
        journal
            .messages()
            .wouldDecide(id, new Parsed(report("ACC1", "MRN1")), (o, r) -> new byte[0])
            .orElseThrow()
            .outcome(),
        "by the journal's rules");
    assertEquals(1, found(all().state("quarantined")).size());
    assertEquals(List.of(), found(all().accession("ACC9")));
    assertEquals(1L, journal.counters().counts().messages().get("parsed"));
    assertTrue(journal.counters().counts().conserved());
    assertEquals(
        Optional.empty(),
        journal.messages().wouldDecide("no id", new Ignored(""), (o, r) -> new byte[0]));
  }

  @Test
  void messagesAreFoundByStateSiteAndTime() {
    send("c1", new Parsed(report("ACC1", "M1")));
    send("c2", new Ignored("no report"));
    Instant third = clock.instant().plusSeconds(1);
    journal.inbox().receive(message("CLINIC", "c3", new Quarantined("PID-3 is empty")));
    send("c4", new Quarantined("OBR-4 is empty"));
    assertEquals(List.of("c1"), controlIds(all().state("parsed")));
    assertEquals(List.of("c1"), controlIds(all().state("awaiting_images")));
    assertEquals(List.of(), controlIds(all().state("audited")));
    assertEquals(List.of("c2"), controlIds(all().state("ignored")));
    assertEquals(List.of("c4", "c3"), controlIds(all().state("quarantined")));
    assertEquals(List.of("c3"), controlIds(all().state("quarantined").site("CLINIC")));
    assertEquals(List.of("c3"), controlIds(all().site("CLINIC")));
    assertEquals(List.of("c4", "c3"), controlIds(all().since(third)));
    assertEquals(List.of("c2", "c1"), controlIds(all().until(third)));
    assertEquals(List.of("c3"), controlIds(all().since(third).until(third.plusMillis(1))));
    assertEquals(List.of("awaiting_images"), found(all().controlId("c1")).get(0).states());
  }

  @Test
  void pagesSkipNoMessageAndRepeatNoneWhileOthersCome() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // several have the same time
      Incoming next = message("HOSP", "c" + i, new Ignored("no report"));
      if (i % 3 != 0) {
        clock.advance(Duration.ofSeconds(-1));
      }
      journal.inbox().receive(next);
      sent.add("c" + i);
    }
    List<String> read = new ArrayList<>();
    String last = null;
    while (true) {
      List<Found> page = found(last == null ? Query.atMost(4) : Query.atMost(4).after(last));
      if (page.isEmpty()) {
        break;
      }
      page.forEach(m -> read.add(m.ids().orElseThrow().controlId()));
      last = page.get(page.size() - 1).id();
      send("new" + read.size(), new Ignored("no report"));
    }
    Collections.sort(read);
    Collections.sort(sent);
    assertEquals(sent, read);
    assertEquals(List.of(), found(all().after("0123456789abcdef-01234567")));
    assertEquals(List.of(), found(all().after("anything")));
  }

  @Test
  void repeatsAreCountedAtTheFirst() {
    send("c1", new Quarantined("PID-3 is empty"));
    send("c1", new Quarantined("PID-3 is empty"));
    assertEquals(1, found(all()).size());
    assertEquals(1, found(all()).get(0).repeats());
  }

  @Test
  void aStoryHasMessagesVersionsRunsAndDeliveries() {
    send("c0", new Quarantined("OBX-5 is empty"));
    send("c1", new Parsed(report("ACC1", "M1")));
    UUID run = new UUID(0, 7);
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    journal
        .jobs()
        .queue(version, run, List.of(SampleRecords.study("1.2.3", "ACC1", "M1")), "", false);
    JobQueue.Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    journal.jobs().storeStep(job, "claims", "{}");
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.audit(run, job.report(), List.of()),
            JobQueue.Publishing.of("bundle", List.of()),
            List.of("fhir", "kafka"));

    Story story = journal.lookup().stories().find("ACC1");
    assertEquals(1, story.messages().size());
    Stories.Received message = story.messages().get(0);
    assertEquals("c1", message.message().ids().orElseThrow().controlId());
    assertArrayEquals("PARSED ".getBytes(StandardCharsets.UTF_8), message.reply());
    assertEquals(1, story.reports().size());
    Stories.ReportStory report = story.reports().get(0);
    assertEquals("HOSP", report.site());
    assertEquals(List.of("ACC1"), report.accessions());
    assertEquals("audited", report.versions().get(0).state());
    assertEquals("final", report.versions().get(0).status());
    Stories.Run done = report.runs().get(0);
    assertEquals(run, done.id());
    assertEquals(1, done.version());
    assertEquals("done", done.state());
    assertEquals(List.of("1.2.3"), done.studies());
    assertEquals(List.of("claims"), done.steps());
    assertEquals("audited", done.audit().orElseThrow().outcome());
    assertEquals(
        List.of("fhir pending", "kafka pending"),
        report.deliveries().stream().map(d -> d.sink() + " " + d.state()).toList());

    for (String id :
        List.of(
            message.message().id(),
            run.toString(),
            version.toString(),
            report.id().orElseThrow().toString())) {
      Story same = journal.lookup().stories().find(id);
      assertEquals(story.reports(), same.reports(), id);
      assertEquals(message.message(), same.messages().get(0).message(), id);
    }
    assertTrue(journal.lookup().stories().find("ACC2").isEmpty());
    assertTrue(journal.lookup().stories().find(new UUID(1, 1).toString()).isEmpty());
  }

  private List<String> controlIdsOf(String id) {
    return journal.lookup().stories().find(id).messages().stream()
        .map(m -> m.message().ids().orElseThrow().controlId())
        .toList();
  }

  @Test
  void aCorrelationIdOfTheLogLeadsToItsMessages() {
    Report report = report("ACC1", "M1");
    send("c1", new Parsed(report));
    send("c2", new Parsed(report));
    Report other = report("ACC1", "M9");
    send("c3", new Parsed(other));
    send("c4", new Parsed(List.of(report("ACC3", "M3"), report("ACC4", "M4"))));
    assertEquals(report.correlationId(), other.correlationId(), "the patient is not in it");
    for (String id :
        List.of(
            report.correlationId().toString(),
            report.correlationId().toString().toUpperCase(Locale.ROOT),
            "urn:uuid:" + report.correlationId())) {
      assertEquals(List.of("c1", "c2", "c3"), controlIdsOf(id), "also repeated and refused ones");
    }
    Story story = journal.lookup().stories().find(report.correlationId().toString());
    assertEquals(List.of("ACC1"), story.reports().get(0).accessions());
    assertEquals(
        List.of("c4"), controlIdsOf(report("ACC4", "M4").correlationId().toString()), "a further");
  }

  @Test
  void anIdOfAPublishedObservationLeadsToItsMessage() {
    send("c1", new Parsed(report("ACC1", "M1")));
    send("c2", new Parsed(report("ACC2", "M1")));
    String claim = new UUID(0, 9).toString();
    String correlation = new UUID(9, 9).toString();
    for (int i = 0; i < 2; i++) {
      UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
      UUID run = new UUID(0, 7 + i);
      journal.jobs().queue(version, run, List.of(), "", false);
      JobQueue.Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
      List<StoredResource> published =
          i == 1
              ? List.of(observation("other", "other"))
              : List.of(observation(run.toString(), correlation), observation(claim, correlation));
      journal
          .jobs()
          .finish(
              job,
              SampleRecords.audit(run, job.report(), List.of()),
              JobQueue.Publishing.of("bundle", published),
              List.of());
    }
    for (String id :
        List.of(claim, "Observation/" + claim, correlation, new UUID(0, 7).toString())) {
      assertEquals(List.of("c1"), controlIdsOf(id), id);
    }
    assertEquals(List.of("c2"), controlIdsOf(new UUID(0, 8).toString()));
  }

  private static StoredResource observation(String id, String correlation) {
    return new StoredResource(
        "Observation",
        id,
        "{}",
        List.of(
            new StoredResource.Token("identifier", "kind", id),
            new StoredResource.Token("identifier", "correlation", correlation)));
  }

  @Test
  void eachVersionNamesTheMessageThatBroughtIt() {
    send("c1", new Parsed(report("ACC1", "M1")));
    Report addendum =
        SampleRecords.report(
                "HOSP",
                "ACC1",
                "M1",
                "A rib fracture.",
                ReportStatus.APPENDED,
                SampleRecords.ISSUED.plusSeconds(60))
            .toBuilder()
            .addendum(true)
            .build();
    send("c2", new Parsed(addendum));
    Story story = journal.lookup().stories().find("ACC1");
    List<Stories.Version> versions = story.reports().get(0).versions();
    assertEquals(
        story.messages().stream().map(m -> m.message().id()).toList(),
        versions.stream().map(Stories.Version::message).toList());
    assertEquals(List.of(false, true), versions.stream().map(Stories.Version::addendum).toList());
    for (String correlation :
        List.of(addendum.correlationId().toString(), versions.get(1).correlation().toString())) {
      assertEquals(List.of("c1", "c2"), controlIdsOf(correlation), "as it came, and as stored");
    }
  }

  private Receipt change(String controlId, String mrn, Identifier... replaced) {
    Patient plain = report("ACC0", mrn).patient();
    return send(controlId, new Inbox.PatientChange(plain, List.of(replaced), SampleRecords.ISSUED));
  }

  private static Identifier id(String mrn) {
    return report("ACC0", mrn).patient().identifiers().get(0);
  }

  private List<String> patientEvents(String id) {
    return journal.lookup().stories().find(id).reports().stream()
        .flatMap(report -> report.patientEvents().stream())
        .map(
            event -> {
              Found by =
                  found(all()).stream()
                      .filter(m -> m.id().equals(event.message()))
                      .findFirst()
                      .orElseThrow();
              assertEquals(by.received(), event.at());
              return event.kind() + " by " + by.ids().orElseThrow().controlId();
            })
        .toList();
  }

  @Test
  void aStoryHasTheMessagesThatChangedThePatient() {
    send("c1", new Parsed(report("ACC1", "M1")));
    send("c2", new Parsed(report("ACC2", "M2")));
    change("a1", "M3", id("M2"));
    assertEquals(List.of(), patientEvents("ACC1"), "another patient's");
    assertEquals(Outcome.APPLIED, change("a2", "M1").outcome());
    assertEquals(Outcome.APPLIED, change("a3", "M2", id("M1")).outcome());
    assertEquals(
        List.of("merged by a1", "corrected by a2", "merged by a3"),
        patientEvents("ACC1"),
        "also the earlier merge of what is one patient now");
    assertEquals(List.of("c1", "a1", "a2", "a3"), controlIdsOf("ACC1"));
    send("c3", new Parsed(report("ACC3", "M1")));
    assertEquals(
        List.of("merged by a1", "merged by a3"),
        patientEvents("ACC3"),
        "the correction came before the report");
    assertEquals(List.of("merged by a1"), patientEvents("ACC2"));
    assertEquals(Outcome.IGNORED, change("a4", "M9").outcome());
    String correction = found(all().controlId("a2")).get(0).id();
    Story story = journal.lookup().stories().find(correction);
    assertEquals(List.of("ACC1"), story.reports().get(0).accessions());
    assertEquals(1, story.reports().size(), "only the report that it changed");
    String merge = found(all().controlId("a3")).get(0).id();
    assertEquals(2, journal.lookup().stories().find(merge).reports().size());
    String ignored = found(all().controlId("a4")).get(0).id();
    assertEquals(List.of(), journal.lookup().stories().find(ignored).reports());
  }

  @Test
  void aReleasedChangeOfAPatientIsInTheStoryToo() {
    send("c1", new Parsed(report("ACC1", "M1")));
    send("a1", new Quarantined("held"));
    String held = found(all().controlId("a1")).get(0).id();
    Inbox.PatientChange merge =
        new Inbox.PatientChange(report("ACC0", "M2").patient(), List.of(id("M1")), null);
    journal.messages().decideAgain(held, merge, (outcome, reason) -> new byte[0]).orElseThrow();
    Story story = journal.lookup().stories().find("ACC1");
    assertEquals(held, story.reports().get(0).patientEvents().get(0).message());
  }

  @Test
  void refusedMessagesBelongToTheStoryOfTheirAccessionNumber() {
    journal
        .inbox()
        .receive(
            message("HOSP", "c1", new Quarantined("PID-3 is empty"))
                .with(new SearchKeys(List.of("ACC1"), List.of())));
    send("c2", new Parsed(report("ACC1", "M1")));
    Story story = journal.lookup().stories().find("acc1");
    assertEquals(1, story.reports().size());
    assertEquals(
        List.of("c1", "c2"),
        story.messages().stream().map(m -> m.message().ids().orElseThrow().controlId()).toList());
  }

  @Test
  void deliveriesAreListedBySinkAndStateInPages() {
    for (int i = 0; i < 3; i++) {
      send("c" + i, new Parsed(report("ACC" + i, "M1")));
      UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
      journal.jobs().queue(version, new UUID(0, i), List.of(), "", false);
      JobQueue.Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
      journal
          .jobs()
          .finish(
              job,
              SampleRecords.audit(job.runId(), job.report(), List.of()),
              JobQueue.Publishing.of("bundle", List.of()),
              List.of("fhir", "kafka"));
    }
    DeliverySearch deliveries = journal.lookup().deliveries();
    List<String> read = new ArrayList<>();
    DeliverySearch.Query next = new DeliverySearch.Query(null, null, null, "", 1);
    for (List<DeliverySearch.Listed> page = deliveries.find(next);
        !page.isEmpty();
        page = deliveries.find(next)) {
      DeliverySearch.Listed last = page.get(0);
      read.add(last.delivery().run().getLeastSignificantBits() + last.delivery().sink());
      next = new DeliverySearch.Query(null, null, last.ordinal(), last.delivery().sink(), 1);
    }
    assertEquals(List.of("2fhir", "2kafka", "1fhir", "1kafka", "0fhir", "0kafka"), read);
    assertEquals(
        3, deliveries.find(new DeliverySearch.Query("kafka", "pending", null, "", 9)).size());
    assertEquals(0, deliveries.find(new DeliverySearch.Query("kafka", "dead", null, "", 9)).size());
  }

  @Test
  void theOverviewHasTheOldestReportAndTheLastMessageOfEachFeed() {
    Overview overview = journal.lookup().overview();
    assertEquals(List.of(), overview.open());
    assertEquals(List.of(), overview.feeds());
    send("c1", new Parsed(report("ACC1", "M1")));
    Instant oldest = clock.instant();
    send("c2", new Parsed(report("ACC2", "M1")));
    Instant last = clock.instant();
    journal.inbox().receive(message("CLINIC", "c3", new Ignored("no report")));
    assertEquals(List.of(new Overview.Open("awaiting_images", oldest)), overview.open());
    assertEquals(
        List.of(
            new Overview.Feed("hl7", "CLINIC", clock.instant()),
            new Overview.Feed("hl7", "HOSP", last)),
        overview.feeds());
  }
}
