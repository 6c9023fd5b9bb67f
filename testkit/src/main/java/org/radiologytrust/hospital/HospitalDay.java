package org.radiologytrust.hospital;

import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.HapiServer;
import org.radiologytrust.peers.hl7.HapiReceiver;
import org.radiologytrust.peers.hl7.Receiver;

/**
 * A day at a small hospital on one machine. An engine sends signed reports by MLLP and gets the
 * audits back as ORU, images come to an Orthanc by C-STORE, a HAPI FHIR server gets Observations,
 * and a radiologist follows one flag from its message to the corrected report. Orthanc, the HAPI
 * server and the engine's listener are real ones. No model is asked: the audits are those of the
 * checks. {@code ./test hospital}, docs/hospital.md.
 */
public final class HospitalDay implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SEND = Duration.ofMinutes(5);
  private static final String READER = "Rita Reader";
  private static final String PASSWORD = "a pass word of 2026";

  /** Images of one association, and Patients of one transaction. */
  private static final int BATCH = 50;

  private final List<DayReport> reports;
  private final Consumer<String> told;
  private final Path folder;
  private final List<String> problems = new ArrayList<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final PrivateOrthanc orthanc;
  private final IGenericClient ehr;
  private final Receiver engine;
  private final Product product;

  /**
   * Starts all.
   *
   * @param folder for what they keep
   * @param told gets a line for each step
   */
  public HospitalDay(int count, Path folder, Consumer<String> told) throws Exception {
    this.reports = IntStream.range(0, count).mapToObj(DayReport::new).toList();
    this.folder = folder;
    this.told = told;
    try {
      orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
      opened.push(orthanc);
      HapiServer hapi = HapiServer.shared();
      ehr = hapi.client();
      engine = new HapiReceiver(() -> Receiver.Fault.NONE);
      opened.push(engine);
      Map<String, String> settings = new HashMap<>();
      int port = FreePorts.one();
      settings.put("rtl.http.port", "" + port);
      settings.put("rtl.orthanc.url", orthanc.httpUrl().toString());
      settings.put("rtl.orthanc.user", orthanc.user());
      settings.put("rtl.orthanc.password", orthanc.password());
      settings.put("rtl.fhir.server", hapi.url().toString());
      settings.put("rtl.fhir.unresolved", "logical");
      settings.put("rtl.oru.host", "127.0.0.1");
      settings.put("rtl.oru.port", "" + engine.port());
      settings.put("rtl.oru.page", "http://127.0.0.1:" + port);
      Path home = folder.resolve("home");
      product = Product.start(home, settings);
      opened.push(product);
      UsersFile.in(home).put(READER, Role.REVIEWER, PASSWORD);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** {@code --reports N}: so many reports; 500 if it is not given. */
  public static void main(String[] arguments) throws Exception {
    int count = 500;
    if (arguments.length == 2 && arguments[0].equals("--reports")) {
      count = Integer.parseInt(arguments[1]);
    } else if (arguments.length > 0) {
      System.err.println("./test hospital [--reports N]");
      System.exit(2);
    }
    List<String> problems;
    try (HospitalDay day =
        new HospitalDay(count, Files.createTempDirectory("rtl-hospital"), System.out::println)) {
      problems = day.run();
    }
    problems.forEach(System.out::println);
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /** The whole day. Returns what was not as it should be. */
  public List<String> run() throws Exception {
    patients();
    images();
    told.accept(reports.size() + " images are in Orthanc, and the EHR knows the patients");
    for (DayReport report : reports) {
      send(report.message());
    }
    told.accept(reports.size() + " reports were sent by MLLP, each was answered AA");
    await().atMost(LONG).until(() -> sent("oru") == reports.size());
    await().atMost(LONG).until(() -> sent("fhir") == reports.size());
    compare();
    follow(reports.stream().filter(DayReport::isWrong).findFirst().orElseThrow());
    return List.copyOf(problems);
  }

  private void patients() {
    Bundle batch = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    for (DayReport report : reports) {
      Patient patient = new Patient();
      patient.setId(id(report));
      patient.addIdentifier().setSystem("urn:oid:2.999.1").setValue(report.patientNumber());
      batch
          .addEntry()
          .setResource(patient)
          .getRequest()
          .setMethod(Bundle.HTTPVerb.PUT)
          .setUrl("Patient/" + id(report));
      if (batch.getEntry().size() == BATCH || report.number() == reports.size() - 1) {
        ehr.transaction().withBundle(batch).execute();
        batch = new Bundle().setType(Bundle.BundleType.TRANSACTION);
      }
    }
  }

  private static String id(DayReport report) {
    return "day-" + report.patientNumber();
  }

  private void images() throws IOException {
    short[] pixels = Phantom.pixels(1, List.of());
    List<Path> files = new ArrayList<>();
    for (DayReport report : reports) {
      Path file = folder.resolve(report.accession() + ".dcm");
      files.add(Files.write(file, DicomWriter.write(report.study(), pixels)));
      if (files.size() == BATCH || report.number() == reports.size() - 1) {
        orthanc.send(files, SEND);
        for (Path one : files) {
          Files.delete(one);
        }
        files.clear();
      }
    }
  }

  private void send(String message) throws IOException {
    String answer = product.mllp(message);
    if (!answer.contains("\rMSA|AA|")) {
      throw new IOException("a report was not accepted");
    }
  }

  private int sent(String sink) throws IOException, InterruptedException {
    String metric = "rtl_deliveries{sink=\"" + sink + "\",state=\"sent\"}";
    return product.metrics().getOrDefault(metric, 0.0).intValue();
  }

  /** Each report has one audit on each way out, and a flag if and only if its sides differ. */
  private void compare() {
    TreeSet<String> wrong = new TreeSet<>();
    TreeSet<String> flagged = new TreeSet<>();
    int engines = 0;
    int ehrs = 0;
    for (DayReport report : reports) {
      if (report.isWrong()) {
        wrong.add(report.accession());
      }
      List<String> about = about(report);
      engines += about.size() == 1 ? 1 : 0;
      if (about.stream().anyMatch(message -> !lines(message, "RTL-FLAG").isEmpty())) {
        flagged.add(report.accession());
      }
      ehrs += onEhr(report, "report-audit").size() == 1 ? 1 : 0;
    }
    step(
        engines == reports.size() && engine.stored().size() == engines,
        engines + " audits came back to the engine as ORU, one for each report");
    step(ehrs == reports.size(), ehrs + " audits are in the EHR, one for each report");
    step(
        wrong.equals(flagged),
        wrong.size()
            + " reports name another side in the impression than in the findings;"
            + " these are the flagged ones");
  }

  private void step(boolean holds, String words) {
    if (holds) {
      told.accept(words);
    } else {
      problems.add("not so: " + words);
    }
  }

  private List<String> about(DayReport report) {
    return engine.stored().values().stream()
        .filter(message -> message.contains("|" + report.patientNumber() + "^^^"))
        .toList();
  }

  /** Fields of the OBX with this code. */
  private static List<String[]> lines(String message, String code) {
    return Arrays.stream(message.split("\r"))
        .filter(line -> line.startsWith("OBX|"))
        .map(line -> line.split("\\|", -1))
        .filter(fields -> fields[3].startsWith(code + "^"))
        .toList();
  }

  private List<Observation> onEhr(DayReport report, String code) {
    return ehr
        .search()
        .byUrl("Observation?patient=Patient/" + id(report) + "&_count=200")
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(entry -> (Observation) entry.getResource())
        .filter(o -> o.getCode().getCodingFirstRep().getCode().equals(code))
        .toList();
  }

  /** One flag, from its message to the corrected report. */
  private void follow(DayReport report) throws Exception {
    String audit = about(report).get(0);
    told.accept("1. the engine shows: " + lines(audit, "RTL-FLAG").get(0)[5]);
    String path = URI.create(lines(audit, "RTL-LINK").get(0)[5]).getPath();
    step(standing(report) > 0, "2. the EHR has an Observation that needs review");
    PageReader reader = new PageReader(product.httpPort(), READER, PASSWORD);
    step(
        reader.sees(path),
        "3. a radiologist follows the link of the message: image and report are there");
    reader.agree(path);
    step(
        reader.read(path).contains("To be corrected"),
        "4. the radiologist agrees: the flag is to be corrected");
    // the decision goes out too
    await().atMost(LONG).until(() -> about(report).size() >= 2);
    send(report.corrected());
    told.accept("5. the corrected report is sent");
    await().atMost(LONG).until(() -> about(report).size() == 3);
    step(
        lines(about(report).get(2), "RTL-FLAG").stream()
            .map(fields -> fields[11])
            .toList()
            .equals(List.of("D")),
        "6. the engine gets the new audit as ORU: the flag has OBX-11 D");
    step(
        reader.read(path).contains("Corrected in version 2 after"),
        "7. the page says that it was corrected in version 2");
    await().atMost(LONG).until(() -> standing(report) == 0);
    told.accept("8. no Observation of the EHR that stands needs review");
  }

  /** Flags of audits that nothing has superseded. */
  private long standing(DayReport report) {
    return Stream.of(onEhr(report, "claim-audit"))
        .flatMap(List::stream)
        .filter(o -> Product.label(o).equals("needs_review"))
        .filter(
            o ->
                o.getExtension().stream().noneMatch(e -> e.getUrl().endsWith("/rtl-superseded-by")))
        .count();
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
