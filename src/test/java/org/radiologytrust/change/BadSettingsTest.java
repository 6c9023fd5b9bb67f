package org.radiologytrust.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.Rounds;
import org.radiologytrust.app.App;
import org.radiologytrust.app.Doctor;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Product;
import org.radiologytrust.settings.Settings;

/** What serve refuses, the doctor refuses too, in the same line, which names the setting. */
@Tag("integration")
@Tag("rounds")
class BadSettingsTest {
  /** A line is KEY=VALUE, and after a semicolon what makes that value matter. */
  private static final String BAD =
      """
      rtl.home=/dev/null
      rtl.features=
      rtl.features=mllp,fax
      rtl.features=mllp,fhir,page; rtl.oru.host=ehr
      rtl.site=
      rtl.calls.documented=perhaps
      rtl.zone=Mars
      rtl.routes=nowhere
      rtl.files=nowhere
      rtl.language=
      rtl.language=tlh
      rtl.language=../en
      rtl.home.min-free=-1
      rtl.home.min-free=2GB
      rtl.journal.probe=0s
      rtl.journal.url=jdbc:mysql://x/y
      rtl.journal.url=jdbc:postgresql://x/y?password=secret
      rtl.journal.url=jdbc:postgresql://rtl:secret@x/y
      rtl.journal.user=; rtl.journal.url=jdbc:postgresql://x/y
      rtl.journal.connections=0
      rtl.node.name=a node
      rtl.retention.messages=long
      rtl.retention.quarantine=PT-1H
      rtl.retention.answers=90
      rtl.retention.drafts=month
      rtl.retention.every=0s
      rtl.pilot=some
      rtl.pilot.clinician=; rtl.pilot=shadow
      rtl.pilot.mail=nobody
      rtl.pilot.remind=0s
      rtl.review.remind-urgent=0s
      rtl.review.remind=soon
      rtl.review.look=0s
      rtl.changes.authors=some
      rtl.quality.authors=some
      rtl.quality.sample-reports=-1
      rtl.quality.sample-asked=many
      rtl.quality.sample-quiet=1001
      rtl.mllp.host=no host
      rtl.mllp.port=99999
      rtl.http.host=
      rtl.http.port=abc
      rtl.management.port=-1
      rtl.auth.delay=fast
      rtl.auth.failures=0
      rtl.auth.failures-window=1
      rtl.auth.remember=5 minutes
      rtl.auth.checks=0
      rtl.auth.queue=many
      rtl.session.idle=0s
      rtl.session.longest=0
      rtl.session.of-one-user=0
      rtl.page.max-form=1
      rtl.auth.jwt.keys=nowhere.json
      rtl.auth.jwt.keys=http://idp.example/keys
      rtl.auth.jwt.keys=EMPTY; rtl.auth.jwt.issuer=i; rtl.auth.jwt.audience=a
      rtl.auth.jwt.refetch=-1s
      rtl.auth.jwt.longest=0s
      rtl.auth.jwt.issuer=; rtl.auth.jwt.keys=http://127.0.0.1:1/keys
      rtl.auth.jwt.audience=; rtl.auth.jwt.keys=http://127.0.0.1:1/keys; rtl.auth.jwt.issuer=i
      rtl.auth.jwt.roles=; rtl.auth.jwt.keys=http://127.0.0.1:1/keys; rtl.auth.jwt.issuer=i; \
      rtl.auth.jwt.audience=a
      rtl.http.tls.certificate=nowhere.pem; rtl.http.tls.key=nowhere.key
      rtl.http.tls.key=; rtl.http.tls.certificate=nowhere.pem
      rtl.http.tls.certificate=; rtl.http.tls.trusted=nowhere.pem
      rtl.mllp.tls.certificate=EMPTY; rtl.mllp.tls.key=EMPTY
      rtl.mllp.tls.key=; rtl.mllp.tls.certificate=nowhere.pem
      rtl.mllp.tls.certificate=; rtl.mllp.tls.trusted=nowhere.pem
      rtl.tls.trusted=EMPTY
      rtl.tls.poll=0s
      rtl.mllp.max-frame=16MB
      rtl.mllp.frame-time=0s
      rtl.mllp.max-connections=0
      rtl.mllp.max-connections-of-address=0
      rtl.mllp.idle=0s
      rtl.mllp.stranger-bytes=-1
      rtl.mllp.stranger-messages=x
      rtl.intake.future=two hours
      rtl.intake.reports-of-number=0
      rtl.hl7.charset=KLINGON
      rtl.hl7.charset=no name
      rtl.hl7.without-results=drop
      rtl.hl7.authorities=nowhere.yaml
      rtl.hl7.mappings.poll=0s
      rtl.hl7.merge-authorities=HIS
      rtl.hl7.merge-authorities==urn:oid:1.2.3
      rtl.documents.max-bytes=1
      rtl.documents.max-unpacked=all
      rtl.documents.max-pages=0
      rtl.documents.max-text=0
      rtl.documents.time=0s
      rtl.documents.message-time=0s
      rtl.documents.parallel=0
      rtl.http.max-body=1
      rtl.http.body-time=0s
      rtl.fhir.max-depth=0
      rtl.fhir.max-digits=1e30
      rtl.fhir.max-elements=0
      rtl.http.max-connections=0
      rtl.http.max-connections-of-address=half
      rtl.http.header-time=0s
      rtl.http.idle=0s
      rtl.fhir.base=fhir.example
      rtl.search.count=0
      rtl.search.max-count=all
      rtl.search.max-values=0
      rtl.search.max-included=0
      rtl.search.time=0s
      rtl.search.parallel=41
      rtl.search.waiting=-1
      rtl.presign.at-once=0
      rtl.presign.waiting=-1
      rtl.presign.patience=soon
      rtl.presign.max-text=0
      rtl.presign.images-at-once=0
      rtl.presign.max-image=0
      rtl.presign.keep=yes
      rtl.presign.key=; rtl.presign.keep=on
      rtl.presign.key=nowhere.key; rtl.presign.keep=on
      rtl.presign.key=EMPTY; rtl.presign.keep=on
      rtl.dragon.keys=nowhere.json
      rtl.dragon.issuer=; rtl.dragon.keys=http://127.0.0.1:1/keys
      rtl.dragon.audience=; rtl.dragon.keys=http://127.0.0.1:1/keys; rtl.dragon.issuer=i
      rtl.dragon.callers=; rtl.dragon.keys=http://127.0.0.1:1/keys; rtl.dragon.issuer=i; \
      rtl.dragon.audience=a
      rtl.dragon.header.site=site; rtl.dragon.keys=http://127.0.0.1:1/keys; rtl.dragon.issuer=i; \
      rtl.dragon.audience=a; rtl.dragon.callers=c
      rtl.dragon.header.modality=Authorization; rtl.dragon.keys=http://127.0.0.1:1/keys; \
      rtl.dragon.issuer=i; rtl.dragon.audience=a; rtl.dragon.callers=c
      rtl.dragon.header.procedure=x-dre-; rtl.dragon.keys=http://127.0.0.1:1/keys; \
      rtl.dragon.issuer=i; rtl.dragon.audience=a; rtl.dragon.callers=c
      rtl.dragon.header.number=x_dre_number; rtl.dragon.keys=http://127.0.0.1:1/keys; \
      rtl.dragon.issuer=i; rtl.dragon.audience=a; rtl.dragon.callers=c
      rtl.access.log=/dev/null/access.log
      rtl.access.max-waiting=8MB
      rtl.kafka.brokers=a; rtl.kafka.reports=r
      rtl.kafka.brokers=a:1
      rtl.kafka.reports=two words; rtl.kafka.brokers=a:1
      rtl.kafka.brokers=; rtl.kafka.reports=r
      rtl.sinks=fhir
      rtl.sinks=kafka
      rtl.sinks=folder; rtl.fhir.server=http://127.0.0.1:1/fhir
      rtl.sinks=two words
      rtl.sinks.text-first=folder
      rtl.sinks.hold=soon
      rtl.sinks=oru
      rtl.sinks=fhir; rtl.fhir.server=http://127.0.0.1:1/fhir; rtl.oru.host=ehr
      rtl.oru.host=ehr:2575
      rtl.oru.port=0
      rtl.oru.poll=0s
      rtl.oru.timeout=1h
      rtl.oru.asked=yes; rtl.oru.host=ehr
      rtl.oru.page=rtl.example; rtl.oru.host=ehr
      rtl.oru.security=SSL; rtl.oru.host=ehr
      rtl.oru.tls.trusted=nowhere.pem; rtl.oru.host=ehr
      rtl.oru.tls.trusted=nowhere.pem; rtl.oru.security=TLS; rtl.oru.host=ehr
      rtl.oru.tls.certificate=; rtl.oru.tls.key=nowhere.key; rtl.oru.security=TLS; rtl.oru.host=ehr
      rtl.oru.tls.key=; rtl.oru.tls.certificate=nowhere.pem; rtl.oru.security=TLS; rtl.oru.host=ehr
      rtl.kafka.group=
      rtl.kafka.audits=r; rtl.kafka.brokers=a:1; rtl.kafka.reports=r
      rtl.kafka.poll=0
      rtl.kafka.max-record=1
      rtl.kafka.security=TLS; rtl.kafka.brokers=a:1
      rtl.kafka.mechanism=GSSAPI; rtl.kafka.brokers=a:1
      rtl.kafka.user=; rtl.kafka.security=SASL_SSL; rtl.kafka.brokers=a:1; rtl.kafka.reports=r
      rtl.kafka.password=; rtl.kafka.security=SASL_SSL; rtl.kafka.user=u; rtl.kafka.brokers=a:1; \
      rtl.kafka.reports=r
      rtl.kafka.trusted=nowhere.pem; rtl.kafka.brokers=a:1
      rtl.kafka.certificate=; rtl.kafka.key=nowhere.key; rtl.kafka.security=SSL; \
      rtl.kafka.brokers=a:1
      rtl.kafka.key=; rtl.kafka.certificate=nowhere.pem; rtl.kafka.security=SSL; \
      rtl.kafka.brokers=a:1
      rtl.sinks=notify-mail
      rtl.notify.to=ada
      rtl.notify.to=a@b.example https://hook.example https://other.example
      rtl.notify.page=; rtl.notify.to=http://127.0.0.1:1/; rtl.notify.webhook.secret=0123456789abcdef
      rtl.notify.page=rtl.example
      rtl.notify.unread=0s
      rtl.notify.poll=0s
      rtl.notify.class=yes; rtl.notify.to=a@b.example
      rtl.notify.webhook.secret=short; rtl.notify.to=http://127.0.0.1:1/
      rtl.notify.webhook.secret=; rtl.notify.to=http://127.0.0.1:1/
      rtl.notify.mail.host=; rtl.notify.to=a@b.example; rtl.notify.mail.from=a@b.example
      rtl.notify.mail.host=two words
      rtl.notify.mail.port=0
      rtl.notify.mail.security=ssl
      rtl.notify.mail.security=none; rtl.notify.mail.user=u
      rtl.notify.mail.from=ada
      rtl.notify.mail.password=; rtl.notify.mail.user=u; rtl.notify.to=a@b.example; \
      rtl.notify.mail.host=h; rtl.notify.mail.from=a@b.example
      rtl.fhir.reports.url=ehr.example
      rtl.fhir.reports.url=http://me:secret@ehr.example/fhir
      rtl.fhir.reports.url=http://ehr.example/fhir?x=y
      rtl.fhir.reports.site=two#parts; rtl.fhir.reports.url=http://127.0.0.1:1/fhir
      rtl.fhir.reports.category=RAD&_count=1; rtl.fhir.reports.url=http://127.0.0.1:1/fhir
      rtl.fhir.reports.query=status; rtl.fhir.reports.url=http://127.0.0.1:1/fhir
      rtl.fhir.reports.query=status=final&; rtl.fhir.reports.url=http://127.0.0.1:1/fhir
      rtl.fhir.reports.query=status=final&_sort=date; rtl.fhir.reports.url=http://127.0.0.1:1/fhir
      rtl.fhir.reports.poll=0s
      rtl.fhir.reports.overlap=-1m
      rtl.fhir.reports.since=2026-01-31; rtl.fhir.reports.url=http://127.0.0.1:1/fhir
      rtl.fhir.reports.count=0
      rtl.fhir.reports.max-reply=1
      rtl.fhir.reports.timeout=0
      rtl.fhir.reports.max-pages=0
      rtl.page.open.origins=ris.example
      rtl.page.open.origins=https://ris.example/
      rtl.page.open.origins=*
      rtl.page.open.valid=0
      rtl.page.others=0
      rtl.page.viewer=https://pacs.example/view
      rtl.page.viewer=javascript:alert({study})
      rtl.page.viewer=pacs.example/{study}
      rtl.page.viewer=https://pacs.example/{study}/{patient}
      rtl.orthanc.url=localhost:8042
      rtl.orthanc.url=http://me:secret@host
      rtl.orthanc.url=http://host/[
      rtl.orthanc.poll=0ms
      rtl.images.use=sometimes
      rtl.images.wait=soon
      rtl.images.max-slices=0
      rtl.images.source=pacs
      rtl.images.source=dicomweb; rtl.images.archive.url=http://a/b
      rtl.images.archive.url=; rtl.images.source=dicomweb; rtl.orthanc.url=http://a
      rtl.images.archive.url=a/b
      rtl.images.archive.modality=; rtl.images.source=c-move; rtl.orthanc.url=http://a
      rtl.images.archive.modality=../x; rtl.images.source=c-move; rtl.orthanc.url=http://a
      rtl.images.archive.poll=0s
      rtl.images.archive.timeout=0s
      rtl.images.archive.study-time=0s
      rtl.images.archive.max-objects=0
      rtl.images.archive.max-object=1GB
      rtl.images.archive.max-study=-1
      rtl.images.archive.patience=long
      rtl.images.cache-bytes=100G
      rtl.images.cache-time=month
      rtl.images.burned-in=no
      rtl.images.priors=-1
      rtl.model.wire=carrier-pigeon
      rtl.model.token=secret two
      rtl.model.urls=; rtl.model.wire=ollama
      rtl.model.urls=host:11434
      rtl.model.servers-file=nowhere; rtl.model.wire=ollama
      rtl.model.servers-file=EMPTY; rtl.model.wire=ollama
      rtl.model.base=
      rtl.model.lora=
      rtl.model.lora=m@latest
      rtl.model.base=m@sha256:1111111111111111111111111111111111111111111111111111111111111111; \
      rtl.model.wire=openai; rtl.model.urls=http://127.0.0.1:1
      rtl.model.lora=m@sha256:1111111111111111111111111111111111111111111111111111111111111111; \
      rtl.model.base=m@sha256:2222222222222222222222222222222222222222222222222222222222222222
      rtl.model.adapter=first; rtl.model.wire=openai
      rtl.model.adapter=1
      rtl.model.slots=0
      rtl.model.queue=0
      rtl.model.patience=-10m
      rtl.model.rest=0s
      rtl.model.rest-most=0s
      rtl.model.warm-up=yes
      rtl.model.context=8k
      rtl.model.keep-alive=
      rtl.model.seed=-1
      rtl.model.connect=0s
      rtl.model.first-token=0s
      rtl.model.between-tokens=0s
      rtl.model.total=0s
      rtl.model.retries=-1
      rtl.model.pause=1
      rtl.model.look=0s
      rtl.audit.parallel=0
      rtl.audit.attempts=0
      rtl.audit.lost=0
      rtl.audit.alone-time=0s
      rtl.audit.delay=x
      rtl.audit.patience=for ever
      rtl.audit.rewrite=-1h
      rtl.audit.max-claims=0
      rtl.audit.blank-probe=on
      rtl.audit.boxes=on
      rtl.audit.ask=both
      rtl.audit.text-first=perhaps
      rtl.audit.earlier=some
      rtl.audit.earlier-max=0
      rtl.audit.earlier-max=21
      rtl.audit.untrusted-modalities=X-ray
      rtl.queue.max-age=1 hour
      rtl.audit.poll=0
      rtl.checks.time=0s
      rtl.fhir.server=host
      rtl.fhir.server=http://host/fhir?x=y
      rtl.fhir.unresolved=drop
      rtl.fhir.patient-identifiers=
      rtl.fhir.report-numbers=mrn
      rtl.fhir.link-for=-1d
      rtl.fhir.link-report-for=-1d
      rtl.fhir.poll=0s
      rtl.fhir.max-entries=0
      rtl.fhir.rebuilds=0
      rtl.fhir.guide-profiles=1
      rtl.fhir.ai-label=TRUE
      rtl.tracing.endpoint=127.0.0.1:4318
      """;

  /** Whose lines go through both doors each time; {@code ./test long} sends all through both. */
  private static final Set<String> BOTH_DOORS =
      Set.of(
          "rtl.home",
          "rtl.files",
          "rtl.journal.url",
          "rtl.mllp.port",
          "rtl.http.host",
          "rtl.http.tls.certificate",
          "rtl.access.log",
          "rtl.dragon.keys",
          "rtl.sinks",
          "rtl.model.servers-file");

  /** Any text will do. */
  private static final Set<String> FREE =
      Set.of(
          "rtl.journal.password",
          "rtl.http.tls.trusted",
          "rtl.mllp.tls.trusted",
          "rtl.orthanc.user",
          "rtl.orthanc.password",
          "rtl.orthanc.log",
          "rtl.images.archive.user",
          "rtl.images.archive.password",
          "rtl.images.archive.token",
          "rtl.notify.mail.user",
          "rtl.fhir.user",
          "rtl.fhir.password",
          "rtl.fhir.token",
          "rtl.fhir.reports.user",
          "rtl.fhir.reports.password",
          "rtl.fhir.reports.token");

  /** All lines start, or do not start, on the same one: it has the operator's password. */
  @TempDir static Path home;

  @TempDir Path folder;

  static List<String> bad() {
    return BAD.lines().toList();
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf('='));
  }

  private Settings settings(String line) throws Exception {
    Path empty = folder.resolve("empty");
    if (Files.notExists(empty)) {
      Files.createFile(empty);
    }
    Map<String, String> own = new HashMap<>();
    for (String setting : line.split("; *")) {
      own.put(
          key(setting), setting.substring(key(setting).length() + 1).replace("EMPTY", "" + empty));
    }
    // a start would hash the password of a new operator, which takes longer than all the rest
    Product.makeOperator(home, own);
    return Settings.load(null, Map.of(), Product.settings(home, own));
  }

  private static String refused(Settings settings) {
    return assertThrows(
            Settings.Wrong.class, () -> App.start(settings, Product.PASSWORD, App.Mode.serve()))
        .getMessage();
  }

  private static List<String> broken(Settings settings) {
    return new Doctor(settings)
        .ask(waits -> {}).stream()
            .filter(SelfCheckResult::isBroken)
            .map(SelfCheckResult::message)
            .toList();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void serveAndDoctorRefuseItInTheSameLine(String line) throws Exception {
    Settings settings = settings(line);
    List<String> broken = broken(settings);
    assertEquals(1, broken.size(), broken::toString);
    String refused = broken.get(0);
    if (Rounds.isLong() || BOTH_DOORS.contains(key(line))) {
      assertEquals(refused, refused(settings));
    }
    assertTrue(refused.contains(key(line)), refused);
    assertEquals(1, refused.lines().count(), refused);
    assertFalse(refused.replace(key(line), "").contains("secret"), refused);
  }

  @Test
  void everySettingIsInTheTable() throws Exception {
    Properties defaults = new Properties();
    for (String file : List.of("/application.properties", "/limits.properties")) {
      try (InputStream in = Settings.class.getResourceAsStream(file)) {
        defaults.load(in);
      }
    }
    Set<String> told = bad().stream().map(BadSettingsTest::key).collect(Collectors.toSet());
    told.addAll(FREE);
    assertEquals(new TreeSet<>(defaults.stringPropertyNames()), new TreeSet<>(told));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "words/en/sides.yaml",
        "words/en/headings.yaml",
        "ingest/radiology-codes.yaml",
        "steps/claims/step.yaml",
        "check/strengths.yaml",
        "retry/failures.yaml"
      })
  void aFileOfTheSiteThatCannotBeReadIsRefusedByBoth(String name) throws Exception {
    Settings settings = settings("rtl.files=" + siteFile(name, "{ no: [ yaml"));
    String refused = refused(settings);
    assertEquals(List.of(refused), broken(settings));
    assertTrue(refused.contains(name), refused);
  }

  private Path siteFile(String name, String text) throws Exception {
    Path site = folder.resolve("site");
    Files.createDirectories(site.resolve(name).getParent());
    Files.writeString(site.resolve(name), text);
    return site;
  }

  @Test
  void whatAnEntryOfASitesFileLacksIsNamedByBoth() throws Exception {
    Path site = siteFile("words/en/denied.yaml", "# ours\nnormal:\n  - {of: [lung], is: [clear]}");
    Settings settings = settings("rtl.files=" + site);
    String refused = refused(settings);
    assertEquals("words/en/denied.yaml line 3: normal/0/denies is missing", refused);
    assertEquals(List.of(refused), broken(settings));
  }

  @Test
  void wordsThatSilenceACheckAreRefusedByBoth() throws Exception {
    Path site = siteFile("words/en/sides.yaml", "without: {left: [left]}");
    Settings settings = settings("rtl.files=" + site);
    String refused = refused(settings);
    assertTrue(
        refused.startsWith("words/en/sides.yaml: side-order must flag \"EXAM: Right knee"),
        refused);
    assertEquals(List.of(refused), broken(settings));
  }

  @Test
  void whatASitesFileLacksOrTheShippedOneHasAlreadyIsSaidByBoth() throws Exception {
    siteFile("words/en/doubled-words.yaml", "add: {allowed: [had]}");
    Path site = siteFile("words/en/side-order.yaml", "{}");
    List<String> said =
        List.of(
            "words/en/doubled-words.yaml line 1: add/allowed/0 (had) is in the list already:"
                + " leave it out",
            "words/en/side-order.yaml lacks compares: the shipped value is used");
    Path home = folder.resolve("home");
    Map<String, String> settings = Map.of("rtl.files", site.toString());
    try (CapturedLog log = new CapturedLog("org.radiologytrust.feature");
        Product product = Product.start(home, settings)) {
      assertTrue(product.httpPort() > 0);
      assertEquals(
          said.stream().map(one -> "[WARN] " + one).toList(),
          log.events().stream().map(e -> "[" + e.getLevel() + "] " + e.getMessage()).toList());
    }
    assertTrue(
        Product.doctor(home, settings)
            .containsAll(
                said.stream()
                    .map(one -> new SelfCheckResult("files", SelfCheckResult.State.WARNING, one))
                    .toList()));
  }

  @Test
  void besideARunningServerTheDoctorSaysSo() throws Exception {
    Path home = folder.resolve("home");
    try (Product product = Product.start(home, Map.of())) {
      List<SelfCheckResult> answers =
          Product.doctor(
              home,
              Map.of(
                  "rtl.mllp.port", "" + product.mllpPort(),
                  "rtl.http.port", "" + product.httpPort()));
      assertTrue(answers.stream().noneMatch(SelfCheckResult::isBroken), answers.toString());
      assertTrue(
          answers.contains(SelfCheckResult.ok("home", "a server is running on " + home)),
          answers.toString());
      assertTrue(
          answers.contains(SelfCheckResult.ok("ports", "in use by the running server")),
          answers.toString());
    }
  }
}
