package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.ingest.dicom.OrthancRest;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.process.Home;

/**
 * The product with an image store, a model that answers like a good one, and users: a site whose
 * review page people use.
 */
public final class ReviewSite implements AutoCloseable {
  public static final Duration LONG = Duration.ofSeconds(60);
  static final String PASSWORD = "a pass word of 2026";
  static final String RITA = "Rita Reader";
  static final String ROB = "Rob Reader";
  static final String VERA = "Vera Viewer";
  static final String OTTO = "Otto Operator";
  static final String LENA = "Lena Lead";

  private final Path folder;
  private final OllamaServer ollama;
  private final PrivateOrthanc orthanc;
  private final Map<String, String> settings;
  private Product product;

  private ReviewSite(
      Path folder, OllamaServer ollama, PrivateOrthanc orthanc, Map<String, String> settings) {
    this.folder = folder;
    this.ollama = ollama;
    this.orthanc = orthanc;
    this.settings = settings;
  }

  /**
   * @param folder for its files
   */
  static ReviewSite start(Path folder) throws Exception {
    OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of);
    PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    Map<String, String> settings =
        Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma");
    int[] ports = FreePorts.some(2);
    // the same after a restart, so that open pages reach it
    settings.put("rtl.http.port", "" + ports[0]);
    settings.put("rtl.page.open.origins", "http://127.0.0.1:" + ports[1]);
    settings.put("rtl.images.wait", "1s");
    ReviewSite site = new ReviewSite(folder, ollama, orthanc, settings);
    site.run(Map.of());
    UsersFile users = UsersFile.in(site.home());
    users.put(RITA, Role.REVIEWER, PASSWORD);
    users.put(ROB, Role.REVIEWER, PASSWORD);
    users.put(VERA, Role.VIEWER, PASSWORD);
    users.put(OTTO, Role.OPERATOR, PASSWORD);
    users.put(LENA, Role.QUALITY_LEAD, PASSWORD);
    return site;
  }

  private Path home() {
    return folder.resolve("home");
  }

  private void run(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    product = Product.start(home(), all);
  }

  /** Stops the product and starts it again, with further settings. */
  void restart(Map<String, String> more) throws Exception {
    product.close();
    run(more);
  }

  /** Adds invented reports with audits and decisions, while the product does not run. */
  void history(int reports) throws Exception {
    product.close();
    try (Journal journal =
        SqlJournal.open(Home.journal(home()), SteadyClock.system(), TemporaryJournal.SITE)) {
      BulkAudits.load(journal, reports);
    }
    run(Map.of());
  }

  String url(String path) {
    return "http://127.0.0.1:" + product.httpPort() + path;
  }

  /** Of a RIS whose pages may open reports. */
  URI ris() {
    return URI.create(settings.get("rtl.page.open.origins"));
  }

  /** Stores an image of a chest with a left pleural effusion. */
  void image(String accession) throws Exception {
    Abnormality effusion =
        new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5);
    Chest.store(orthanc, PhantomStudy.chest(accession), 1, List.of(effusion), folder);
  }

  /** Sends a report under the number of an image that is another patient's. */
  void reportOfAnother(String accession, String... lines) throws Exception {
    send(
        Chest.oru(PhantomStudy.chest(accession), accession, "447108", text(lines), "F", 0)
            .replace("Phantom^Petra", "Keller^Anna"));
  }

  /** Deletes the image of a chest from the image store. */
  void deleteImage(String accession) throws Exception {
    OrthancRest.deleteStudy(orthanc, accession);
  }

  /**
   * Sends a report on a chest radiograph whose image is stored, and waits until both were audited.
   * An image that comes late makes a second audit.
   */
  void report(String accession, String... lines) throws Exception {
    send(Chest.oru(PhantomStudy.chest(accession), accession, "PHANTOM-1", text(lines), "F", 0));
    await()
        .atMost(LONG)
        .until(
            () ->
                product.observations("code=report-audit&focus.identifier=" + accession).stream()
                    .anyMatch(o -> Product.component(o, "outcome").equals("audited")));
  }

  /** Sends a report of another examination, without images. */
  void other(String accession, String code, String modality, String... lines) throws Exception {
    send(
        Chest.oru(PhantomStudy.chest(accession), accession, "PHANTOM-1", text(lines), "F", 0)
            .replace("XRCHEST^XR CHEST PA^L", code)
            .replace("||DX|", "||" + modality + "|"));
  }

  static String text(String... lines) {
    return String.join("\n", lines);
  }

  /** Sends a message, and waits until one more audit was made. */
  void send(String message) throws Exception {
    int before = product.summaries().size();
    String ack = product.mllp(message);
    assertTrue(ack.contains("\rMSA|AA|"), ack);
    await().atMost(LONG).until(() -> product.summaries().size() > before);
  }

  /** Opens the log-in and logs in with the keyboard, until the worklist is there. */
  Tab logIn(Chromium.Person person, String user) throws Exception {
    Tab tab = person.tab();
    tab.logIn(url("/"), user, PASSWORD);
    tab.waitFor("location.pathname === '/'");
    return tab;
  }

  /** The address of the report with this accession number, as the worklist links it. */
  String reportPath(Tab worklist, String accession) throws Exception {
    String find =
        ("([...document.querySelectorAll('#rows tr.r')].find("
                + "r => r.querySelector('small bdi').innerText.trim() === '%s')"
                + "?.querySelector('a').getAttribute('href') || '')")
            .formatted(accession);
    worklist.open(url("/"));
    worklist.waitFor("window.filters && document.readyState === 'complete'");
    // at first the list shows what is to do
    worklist.evaluate(
        "document.querySelectorAll('[name=state]').forEach(b => b.checked = true);"
            + " filters.requestSubmit(); 0");
    worklist.waitFor(find);
    return worklist.evaluate(find).asText();
  }

  @Override
  public void close() throws Exception {
    product.close();
    orthanc.close();
    ollama.close();
  }
}
