package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.ingest.dicom.OrthancRest;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.SiteStrengths;
import org.radiologytrust.peers.ollama.OllamaServer;

/** The images of a report in a real browser, from a real Orthanc. */
@Tag("peers")
@Tag("safety")
class ImageViewerTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String WORD = "correct horse";
  private static final int SLICES = 12;
  private static final Pattern RUN = Pattern.compile("data-run=\"([0-9a-f-]+)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static PrivateOrthanc orthanc;
  private static OllamaServer ollama;
  private static Product product;
  private static Chromium browser;
  private static Tab tab;

  @BeforeAll
  static void start() throws Exception {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = new OllamaServer(ModelAnswers::of).model("m", "completion", "vision");
    Map<String, String> settings = Product.peers(orthanc, ollama.url(), "m", "m");
    settings.put("rtl.page.viewer", "https://pacs.example/view?study={study}");
    settings.put("rtl.files", "" + fewSlices());
    settings.put("rtl.audit.boxes", "true");
    product = Product.start(folder.resolve("home"), settings);
    UsersFile.in(folder.resolve("home")).put(QuickPassword.account("vera", Role.VIEWER, WORD));
    browser = Chromium.forPeople(folder);
    tab = browser.person().tab();
    tab.size(1280, 800, 1);
    tab.open(origin() + "/login");
    waitFor("document.querySelector('[name=password]')");
    tab.fill("[name=user]", "vera");
    tab.fill("[name=password]", WORD);
    tab.key("Enter");
    waitFor("document.querySelector('.title')");
  }

  /** Files of a site that shows a model four single images of a CT. */
  private static Path fewSlices() throws IOException {
    Path file = folder.resolve("site/ingest/dicom/slices.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "stacks: [MR]\n");
    return SiteStrengths.in(folder.resolve("site"));
  }

  @AfterAll
  static void stop() throws Exception {
    browser.close();
    product.close();
    ollama.close();
    orthanc.close();
  }

  @AfterEach
  void theContentSecurityPolicyRefusedNothing() throws Exception {
    assertFalse(browser.complaints().stream().anyMatch(c -> c.contains("Content Security")));
  }

  private static String origin() {
    return "http://127.0.0.1:" + product.httpPort();
  }

  private static void waitFor(String condition) {
    tab.waitFor(condition);
  }

  /** Sends images and a report on them; the path of its page. */
  private static String audited(PhantomStudy study, List<byte[]> files) throws Exception {
    for (byte[] file : files) {
      orthanc.store(file);
    }
    String accession = study.accessionNumber();
    product.mllp(Chest.oru(study, "M" + accession, "PHANTOM-1", Chest.TEXT, "F", 1));
    Pattern row =
        Pattern.compile(
            "href=\"(/reports/[0-9a-f-]+)\"(?:(?!</tr>).)*?<small>.{0,40}?" + accession,
            Pattern.DOTALL);
    await()
        .atMost(LONG)
        .until(() -> product.observations("code=report-audit&identifier=" + accession), o -> true);
    for (long end = System.nanoTime() + LONG.toNanos(); System.nanoTime() < end; ) {
      Matcher matcher = row.matcher(page("/"));
      if (matcher.find() && RUN.matcher(page(matcher.group(1))).find()) {
        return matcher.group(1);
      }
      Thread.sleep(200);
    }
    throw new AssertionError("no audit of " + accession);
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(origin() + path))
            .header("Authorization", BasicLogin.of("vera", WORD))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String page(String path) throws Exception {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  /** Lines of the access log about something of a report. */
  private static long accesses(String type, String report) throws Exception {
    String id = report.substring("/reports/".length());
    return Files.readAllLines(folder.resolve("home/access.log")).stream()
        .filter(line -> line.contains("\"" + type + "\"") && line.contains(id))
        .count();
  }

  private static String run(String report) throws Exception {
    Matcher matcher = RUN.matcher(page(report));
    assertTrue(matcher.find());
    return matcher.group(1);
  }

  private static void open(String report) throws Exception {
    tab.open(origin() + report);
    waitFor("location.pathname === '" + report + "' && document.querySelector('.seen canvas')");
  }

  /** Waits until an image of this width shows, and gives the canvas the focus. */
  private static void shows(int width) throws Exception {
    waitFor("(c => !c.hidden && c.width === " + width + ")(document.querySelector('canvas'))");
    tab.evaluate("document.querySelector('.image').focus()");
  }

  private static int grey(int x, int y) throws Exception {
    return tab.evaluate(
            "document.querySelector('canvas').getContext('2d').getImageData(%d, %d, 1, 1).data[0]"
                .formatted(x, y))
        .asInt();
  }

  private static byte[] chest(PhantomStudy study) {
    return DicomWriter.write(study, Phantom.pixels(1, List.of()));
  }

  private static byte[] slice(PhantomStudy study, int number) {
    short[] words = new short[64 * 64];
    for (int i = 0; i < words.length; i++) {
      words[i] = (short) (i % 64 * 32 + number);
    }
    return DicomWriter.object(study.instance(number), words)
        .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .text(0x00080060, "CS", "CT")
        .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
        .text(0x00281050, "DS", "40")
        .text(0x00281051, "DS", "400")
        .text(0x00281052, "DS", "-1024")
        .words(0x00280010, "US", (short) 64)
        .words(0x00280011, "US", (short) 64)
        .file();
  }

  @Test
  void aRadiographAsTheModelSawItAndAsStored() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW1");
    String report = audited(study, List.of(chest(study)));
    open(report);
    shows(896);
    assertEquals("DX CHEST PA", tab.text(".image .tl"));
    assertEquals("R", tab.text(".image .r"));
    assertEquals("L", tab.text(".image .l"));
    assertEquals("Not for diagnosis", tab.text(".image .tr"));
    assertEquals("896 × 896", tab.text(".image .bl"));
    assertTrue(tab.text(".said:not([hidden])").contains("pleural effusion, left base"));
    HttpResponse<byte[]> viewer =
        get(tab.evaluate("document.querySelector('.seen a').getAttribute('href')").asText());
    assertEquals(303, viewer.statusCode());
    assertEquals(
        "https://pacs.example/view?study=" + study.studyInstanceUid(),
        viewer.headers().firstValue("Location").orElseThrow());
    tab.key("m");
    shows(Phantom.WIDTH);
    assertEquals("W 4096 L 2048", tab.text(".image .bl"));
    int stored = Phantom.pixels(1, List.of())[700 * Phantom.WIDTH + 500] & 0xFFFF;
    assertEquals(Math.round(255 * ((stored - 2047.5) / 4095 + 0.5)), grey(500, 700));
    drag(40, 0);
    assertEquals("W 4915 L 2048", tab.text(".image .bl"));
    assertNotEquals(0, grey(500, 700));
    tab.key("+");
    tab.key("i");
    assertTrue(
        tab.evaluate("document.querySelector('canvas').style.transform").asText().contains("1.25"));
    assertEquals(
        "invert(1)", tab.evaluate("document.querySelector('canvas').style.filter").asText());
    tab.key("0");
    waitFor("document.querySelector('.bl').textContent === 'W 4096 L 2048'");
    assertEquals("", tab.evaluate("document.querySelector('canvas').style.filter").asText());
    tab.key("m");
    shows(896);
    assertEquals(List.of(), serious());
    tab.key("z");
    assertTrue(tab.is("document.querySelector('canvas').getBoundingClientRect().width > 800"));
    tab.key("z");
    assertTrue(tab.is("document.querySelector('canvas').getBoundingClientRect().width < 800"));
  }

  /** The box lies at [640, 560, 860, 780] of the padded square of 1248 x 1248. */
  @Test
  void boxesOfTheModelLieOverTheirPlaceInBothViewsAndCanBeHidden() throws Exception {
    PhantomStudy study = PhantomStudy.chest("BOXED1");
    open(audited(study, List.of(chest(study))));
    shows(896);
    waitFor("document.querySelector('[data-boxes]:not([hidden]) svg[viewBox]')");
    assertEquals("-112.0 0.0 1248 1248", viewBox());
    assertTrue(tab.text(".said:not([hidden])").contains("(model’s box 1"));
    assertPlace(1248.0 / 896, 112);
    tab.key("m");
    shows(Phantom.WIDTH);
    waitFor("document.querySelector('.boxes svg').getAttribute('viewBox') === '0 0 1024 1248'");
    assertPlace(1, 0);
    double before = number("document.querySelector('.boxes rect').getBoundingClientRect().width");
    tab.key("+");
    double after = number("document.querySelector('.boxes rect').getBoundingClientRect().width");
    assertEquals(1.25, after / before, 0.01, "it is zoomed with the image");
    tab.key("b");
    waitFor("document.querySelector('[data-boxes]').hidden");
    assertTrue(tab.is("document.querySelector('[data-press=b]').ariaPressed === 'false'"));
    tab.key("b");
    waitFor("!document.querySelector('[data-boxes]').hidden");
    assertEquals(List.of(), serious());
  }

  private static String viewBox() throws Exception {
    return tab.evaluate("document.querySelector('.boxes svg').getAttribute('viewBox')").asText();
  }

  /**
   * Where the box lies over the canvas.
   *
   * @param scale pixels of the original for each of the canvas
   * @param padding at the left, in pixels of the original
   */
  private static void assertPlace(double scale, int padding) throws Exception {
    String edges =
        tab.evaluate(
                "((r, c, e) => { const s = Math.min(r.width / e.width, r.height / e.height);"
                    + " const left = r.left + (r.width - s * e.width) / 2;"
                    + " const top = r.top + (r.height - s * e.height) / 2;"
                    + " return [(c.left - left) / s, (c.top - top) / s, (c.right - left) / s,"
                    + " (c.bottom - top) / s].join(' '); })"
                    + "(document.querySelector('canvas').getBoundingClientRect(),"
                    + " document.querySelector('.boxes rect').getBoundingClientRect(),"
                    + " document.querySelector('canvas'))")
            .asText();
    double[] at = Arrays.stream(edges.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertEquals(0.56 * 1248 - 112, at[0] * scale - padding, 3);
    assertEquals(0.64 * 1248, at[1] * scale, 3);
    assertEquals(0.78 * 1248 - 112, at[2] * scale - padding, 3);
    assertEquals(0.86 * 1248, at[3] * scale, 3);
  }

  private static double number(String of) throws Exception {
    return tab.evaluate(of).asDouble();
  }

  private static List<String> serious() throws Exception {
    return tab.axe().stream().filter(line -> line.matches("(serious|critical) .*")).toList();
  }

  private static void drag(int x, int y) throws Exception {
    int[] from = {1000, 400};
    mouse("mousePressed", from[0], from[1]);
    mouse("mouseMoved", from[0] + x, from[1] + y);
    mouse("mouseReleased", from[0] + x, from[1] + y);
  }

  private static void mouse(String type, int x, int y) throws Exception {
    tab.call(
        "Input.dispatchMouseEvent",
        "type",
        type,
        "x",
        x,
        "y",
        y,
        "button",
        "left",
        "buttons",
        type.equals("mouseReleased") ? 0 : 1,
        "clickCount",
        1);
  }

  @Test
  void aStackSaysWhichSlicesTheModelSaw() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW2");
    List<byte[]> slices =
        java.util.stream.IntStream.rangeClosed(1, SLICES).mapToObj(i -> slice(study, i)).toList();
    String report = audited(study, slices);
    open(report);
    shows(64);
    assertTrue(
        tab.text(".slices").contains("4 of 12 images were shown to the model. This one was."));
    assertEquals("Image 8 of 12", tab.text(".image .br"), "the nearest to the middle");
    tab.key("[");
    shown(5);
    tab.key("ArrowDown");
    shown(6);
    assertTrue(tab.text(".slices").contains("This one was not."));
    assertTrue(
        tab.is("document.querySelector('[data-view=original]').ariaPressed === 'true'"),
        "the model has no image of this slice");
    tab.key("1");
    waitFor("document.querySelector('.bl').textContent === 'W 1500 L −600'");
    // stored 32 x 32 + 6 is 6 HU
    assertEquals(Math.round(255 * ((6 + 600) / 1500.0 + 0.5)), grey(32, 5));
    assertEquals(
        "image 6 of 12, not shown to the model",
        tab.evaluate("document.querySelector('#slice').ariaValueText").asText());
    // the access log is written twice a second
    await().atMost(Duration.ofMinutes(1)).until(() -> accesses("Image", report) > 0);
    assertEquals(
        1, accesses("Image", report), "the images of a report are one line of a person's session");
    tab.key("d");
    assertTrue(tab.is("!document.querySelector('dialog[open]')"));
    assertEquals(List.of(), serious());
  }

  @Test
  void aFlagThatIsTakenShowsTheImageThatItNames() throws Exception {
    PhantomStudy study = PhantomStudy.chest("TURN1");
    open(audited(study, List.of(chest(study), chest(study.instance(2)))));
    shows(896);
    int named =
        tab.evaluate(
                "+document.querySelector('[data-images]').dataset.named.split(' ')[0].split(':')[1]")
            .asInt();
    assertTrue(named > 0, "the flag rests on what the model saw");
    shown(named);
    tab.key(named == 1 ? "]" : "[");
    shown(3 - named);
    tab.evaluate("document.querySelector('.row[aria-current]').click()");
    shown(named);
  }

  private static void shown(int slice) {
    waitFor("document.querySelector('.br b').textContent === '" + slice + "'");
  }

  /** A turn of the wheel over the image, without a click; in pixels of the page. */
  private static void turn(double pixels) throws Exception {
    tab.call(
        "Input.dispatchMouseEvent",
        "type",
        "mouseWheel",
        "x",
        1000,
        "y",
        400,
        "deltaX",
        0,
        "deltaY",
        pixels);
  }

  private static void pause() throws Exception {
    tab.evaluate("new Promise(done => setTimeout(done, 400))");
  }

  /**
   * Nothing is clicked first: keys and wheel are the image's unless a sheet or a field has them.
   */
  @Test
  void keysAndWheelWorkWithoutAClickIntoTheImage() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW8");
    List<byte[]> slices =
        java.util.stream.IntStream.rangeClosed(1, SLICES).mapToObj(i -> slice(study, i)).toList();
    open(audited(study, slices));
    waitFor("!document.querySelector('canvas').hidden");
    assertTrue(tab.is("document.activeElement === document.body"));
    String filter = "document.querySelector('canvas').style.filter";
    tab.key("i");
    assertEquals("invert(1)", tab.evaluate(filter).asText());
    tab.key("i");
    tab.key("2");
    waitFor("document.querySelector('.bl').textContent === 'W 400 L 40'");
    tab.key("[");
    shown(5);
    tab.key("ArrowDown");
    tab.key("i", 2);
    assertEquals("", tab.evaluate(filter).asText(), "not with Ctrl");
    shown(5);

    // one notch of a mouse is one slice, as many small turns of a trackpad are
    turn(100);
    shown(6);
    pause();
    turn(-100);
    shown(5);
    pause();
    // sent by the page itself, so that they come without a pause: the first at once, then 100
    // pixels each
    tab.evaluate(
        "for (let i = 0; i < 51; i++) document.querySelector('.image').dispatchEvent("
            + "new WheelEvent('wheel', {deltaY: 4, cancelable: true}))");
    shown(8);
    pause();
    tab.evaluate(
        "document.querySelector('.image').dispatchEvent("
            + "new WheelEvent('wheel', {deltaY: -3, deltaMode: 1, cancelable: true}))");
    shown(7);

    // a sheet that is open has the keys alone, and so has a field
    tab.evaluate("document.querySelector('.menu summary').click()");
    tab.evaluate("document.querySelector('.menu select').focus()");
    tab.key("i");
    assertEquals("", tab.evaluate(filter).asText());
    tab.evaluate("document.querySelector('.menu summary').click(); document.activeElement.blur()");
    tab.key("?");
    waitFor("document.querySelector('dialog[open]')");
    tab.key("i");
    assertEquals("", tab.evaluate(filter).asText());
    tab.key("Escape");
    waitFor("!document.querySelector('dialog[open]')");
    tab.evaluate("document.body.dataset.shortcuts = 'off'");
    tab.key("i");
    assertEquals("", tab.evaluate(filter).asText());
    tab.evaluate("document.querySelector('.image').focus()");
    tab.key("i");
    assertEquals("invert(1)", tab.evaluate(filter).asText(), "what has the focus has its keys");
  }

  /** Three slices on either side are here before somebody asks for them. */
  @Test
  void slicesAreFetchedAheadAndTheirTableIsSentOnce() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW9");
    List<byte[]> slices =
        java.util.stream.IntStream.rangeClosed(1, SLICES).mapToObj(i -> slice(study, i)).toList();
    String report = audited(study, slices);
    open(report);
    shows(64);
    waitFor(requests() + ".length === 7");
    tab.key("m");
    waitFor("document.querySelector('[data-view=original]').ariaPressed === 'true'");
    waitFor(requests() + ".filter(r => r.name.includes('pixels')).length === 7");
    String sizes =
        requests()
            + ".filter(r => r.name.includes('pixels')).map(r => r.decodedBodySize)"
            + ".sort((a, b) => a - b).join(' ')";
    String words = "" + 2 * 64 * 64;
    assertEquals((words + " ").repeat(6) + (2 * 64 * 64 + 5 * 65536), tab.evaluate(sizes).asText());
    tab.key("ArrowDown");
    shown(9);
    // what shows was there: the slice that is asked for is the next one that may be wanted
    waitFor(requests() + ".filter(r => r.name.includes('pixels')).length === 8");
    assertEquals(Math.round(255 * ((0 + 9 - 40) / 400.0 + 0.5)), grey(32, 5));
    String run = "run=" + run(report);
    assertEquals(
        2 * 64 * 64 + 5 * 65536,
        get(report + "/images/3/pixels?frame=0&table=other&" + run).body().length);
  }

  private static String requests() {
    return "performance.getEntriesByType('resource').filter(r => r.name.includes('/images/'))";
  }

  @Test
  void framesInColourAreCountedAsSlices() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW7");
    byte[] pixels = new byte[3 * 3 * 64 * 64];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i + i / (pixels.length / 3)] = (byte) 200;
    }
    byte[] file =
        DicomWriter.object(study, new short[64 * 64])
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.3.1")
            .text(0x00080060, "CS", "US")
            .text(0x00280004, "CS", "RGB")
            .text(0x00280008, "IS", "3")
            .words(0x00280002, "US", (short) 3)
            .words(0x00280006, "US", (short) 0)
            .words(0x00280010, "US", (short) 64)
            .words(0x00280011, "US", (short) 64)
            .words(0x00280100, "US", (short) 8)
            .words(0x00280101, "US", (short) 8)
            .words(0x00280102, "US", (short) 7)
            .bytes(0x7FE00010, "OB", pixels)
            .file();
    open(audited(study, List.of(file)));
    shows(64);
    assertEquals("Image 2 of 3", tab.text(".image .br"));
    assertTrue(tab.text(".slices").contains("1 of 3 images was shown to the model."));
    assertEquals("0 200 0", colour());
    tab.key("m");
    waitFor("document.querySelector('[data-view=original]').ariaPressed === 'true'");
    assertEquals("0 200 0", colour());
    tab.key("ArrowUp");
    waitFor("document.querySelector('.br').textContent.includes('1')");
    assertEquals("200 0 0", colour());
  }

  private static String colour() throws Exception {
    return tab.evaluate(
            "document.querySelector('canvas').getContext('2d').getImageData(5, 5, 1, 1)"
                + ".data.slice(0, 3).join(' ')")
        .asText();
  }

  @Test
  void anImageThatIsGoneIsSaidToBeGone() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW3");
    byte[] file = chest(study);
    String report = audited(study, List.of(file));
    OrthancRest.deleteInstance(orthanc, orthanc.store(file));
    open(report);
    waitFor("document.querySelector('[data-if=gone-seen]:not([hidden])')");
    String said = tab.text(".image .empty:not([hidden])");
    assertTrue(said.startsWith("◌The image is gone from the archive. The model saw it at"), said);
    assertTrue(said.matches(".*\\(SHA-256 [0-9a-f]{4} [0-9a-f]{4}\\).*"), said);
    assertTrue(tab.is("document.querySelector('canvas').hidden"));
    // what is known depends on who answered, and on what the answer says
    says("new Response('', {status: 403})", "–The image is not shown here.");
    says("new Response('', {status: 500})", "…This server gave no answer.");
    says("Promise.reject(new Error('network'))", "…This server gave no answer.");
    says(
        "new Response('', {status: 503, headers: {'X-Image': JSON.stringify({state: 'silent'})}})",
        "…The image archive does not answer.");
    says(
        "new Response('',"
            + " {status: 422, headers: {'X-Image': JSON.stringify({state: 'unreadable'})}})",
        "▨This image cannot be shown.");
  }

  /** What stands in place of the image when the server answers so. */
  private static void says(String answer, String title) throws Exception {
    tab.evaluate(
        "window.fetch = async () => " + answer + "; document.querySelector('.image').focus()");
    tab.key("0");
    waitFor(
        "(b => b && b.innerText === '%s')(document.querySelector('.image .empty:not([hidden]) b'))"
            .formatted(title));
  }

  /** The same UIDs, but other pixels: it must never pass as the image that the model saw. */
  @Test
  void anImageThatWasReplacedIsNotShownAsTheModelsImage() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW4");
    byte[] file = chest(study);
    String report = audited(study, List.of(file));
    OrthancRest.deleteInstance(orthanc, orthanc.store(file));
    orthanc.store(DicomWriter.write(study, Phantom.pixels(2, List.of())));
    open(report);
    shows(Phantom.WIDTH);
    String said = tab.text(".over:not([hidden])");
    assertTrue(said.startsWith("≠ This is no longer the image the model saw."), said);
    assertTrue(
        said.matches(".*: [0-9a-f]{4} [0-9a-f]{4}\\. Now: [0-9a-f]{4} [0-9a-f]{4} .*"), said);
    tab.click("[data-view=model]");
    assertTrue(tab.is("document.querySelector('[data-view=original]').ariaPressed === 'true'"));
    assertEquals(409, get(report + "/images/1.png?run=" + run(report)).statusCode());
  }

  /** 1841 x 1955 pixels, and a pixel spacing of 0. */
  @Test
  void aRealJpeg2000RadiographShows() throws Exception {
    Path real = Path.of("../shared/data/dicom/RG1_J2KI.dcm");
    assumeTrue(Files.exists(real));
    PhantomStudy study = PhantomStudy.chest("VIEW5");
    Path tagged = Files.copy(real, folder.resolve("rg1.dcm"));
    assertEquals(
        0,
        new ProcessBuilder(
                "dcmodify",
                "-nb",
                "-i",
                "(0008,0050)=VIEW5",
                "-i",
                "(0010,0020)=PHANTOM-1",
                "-i",
                "(0010,0010)=Phantom^Petra",
                "-i",
                "(0010,0030)=19610203",
                tagged.toString())
            .start()
            .waitFor());
    open(audited(study, List.of(Files.readAllBytes(tagged))));
    tab.evaluate("document.querySelector('.image').focus()");
    shows(896);
    tab.key("m");
    shows(1841);
    assertNotEquals(grey(900, 900), grey(10, 10));
  }

  @Test
  void onlyImagesOfTheAuditAreSentAndNoHeaderNamesThePatient() throws Exception {
    PhantomStudy study = PhantomStudy.chest("VIEW6");
    String report = audited(study, List.of(chest(study)));
    String run = "run=" + run(report);
    HttpResponse<byte[]> pixels = get(report + "/images/1/pixels?frame=0&" + run);
    assertEquals(200, pixels.statusCode());
    assertEquals(5 * 65536 + 2 * Phantom.WIDTH * Phantom.HEIGHT, pixels.body().length);
    assertEquals("no-store", pixels.headers().firstValue("Cache-Control").orElseThrow());
    String headers = pixels.headers().map().toString();
    for (String patient :
        List.of("Phantom", "PHANTOM", "Petra", "1961", "VIEW6", study.studyInstanceUid())) {
      assertFalse(headers.contains(patient), headers);
    }
    assertEquals(200, get(report + "/images/1.png?" + run).statusCode());
    for (String path :
        List.of(
            "/images/0.png?" + run,
            "/images/2.png?" + run,
            "/images/x.png?" + run,
            "/images/1.png",
            "/images/1.png?run=00000000-0000-0000-0000-000000000000",
            "/images/1/pixels?frame=1&" + run,
            "/images/2/pixels?" + run)) {
      assertEquals(404, get(report + path).statusCode(), path);
    }
    assertEquals(
        404, get("/reports/00000000-0000-0000-0000-000000000000/images/1.png?" + run).statusCode());
    assertEquals(
        401, product.anonymous(product.httpPort(), report + "/images/1.png?" + run).statusCode());
  }
}
