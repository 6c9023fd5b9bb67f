package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * A model server whose cache takes one image for another, which may be another patient's: it gets
 * no image where the nonce of each call does not keep it from that.
 */
@Tag("peers")
@Tag("safety")
class ImageMixTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String BASE = "medgemma:4b";
  private static final String LORA = "rtl-medgemma";

  @TempDir Path folder;
  private final OllamaServer a = server();
  private final OllamaServer b = server();
  private PrivateOrthanc orthanc;
  private Product product;
  private int reports;

  private static OllamaServer server() {
    return OllamaServer.ofPair(ImageMixTest::answer);
  }

  /** Its cache takes an image for the one that came before it with the same text in front. */
  private static OllamaServer mixing(OllamaServer server) {
    return mixing(server, OllamaCall::head);
  }

  /** The same, whatever text is in front. */
  private static OllamaServer mixingBehindANonce(OllamaServer server) {
    return mixing(server, call -> "");
  }

  private static OllamaServer mixing(OllamaServer server, Function<OllamaCall, String> key) {
    Map<String, List<String>> kept = new ConcurrentHashMap<>();
    return server.cache(
        call ->
            kept.computeIfAbsent(
                call.model() + "|" + call.images().size() + "|" + key.apply(call),
                first -> call.images()));
  }

  /** Also to what the product asks to find out whether a server answers at all. */
  private static String answer(OllamaCall call) {
    if (call.schema().path("properties").has("answer")) {
      return "{\"answer\":\"yes\"}";
    }
    return call.schema().isMissingNode() ? "I see." : ModelAnswers.of(call);
  }

  @BeforeEach
  void start() throws Exception {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() throws Exception {
    if (product != null) {
      product.close();
    }
    a.close();
    b.close();
    orthanc.close();
  }

  private void start(Map<String, String> more) {
    Map<String, String> all = Product.peers(orthanc, a.url(), BASE, LORA);
    all.put("rtl.model.context", "8192");
    all.put("rtl.model.look", "100ms");
    all.put("rtl.audit.delay", "200ms");
    all.putAll(more);
    product = Product.start(folder.resolve("home"), all);
  }

  private void send() throws Exception {
    reports++;
    PhantomStudy study = PhantomStudy.chest("ACC" + reports);
    Chest.store(orthanc, study, folder);
    String ack =
        product.mllp(Chest.oru(study, "MSG" + reports, "PHANTOM-1", Chest.TEXT, "F", reports));
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  private void audited(int number) {
    await().atMost(LONG).untilAsserted(() -> assertEquals(number, product.summaries().size()));
  }

  private static List<OllamaCall> withImage(OllamaServer server) {
    return server.calls().stream()
        .filter(call -> !call.step().isEmpty() && !call.images().isEmpty())
        .toList();
  }

  private HttpResponse<String> ready() throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/ready");
  }

  private void unready() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              HttpResponse<String> ready = ready();
              assertEquals(503, ready.statusCode(), ready::body);
              assertTrue(ready.body().contains("audits wait for the model: "), ready::body);
              assertTrue(ready.body().contains("mixes images"), ready::body);
            });
  }

  @Test
  void anotherServerTakesTheCallsWithImages() throws Exception {
    mixingBehindANonce(a);
    start(Map.of("rtl.model.urls", a.url() + "," + b.url()));
    for (int i = 0; i < 3; i++) {
      send();
    }
    audited(3);
    assertEquals(List.of(), withImage(a));
    assertFalse(withImage(b).isEmpty());
    assertTrue(
        product.summaries().stream().allMatch(s -> s.hasValueQuantity()), "all have a score");
    HttpResponse<String> ready = ready();
    assertEquals(200, ready.statusCode(), ready::body);
    assertTrue(ready.body().contains("127.0.0.1:" + a.url().getPort() + " mixes"), ready::body);
  }

  @Test
  void auditsWaitWhereNoServerIsLeftAndTheServerIsAskedOnce() throws Exception {
    mixingBehindANonce(a);
    start(Map.of());
    send();
    unready();
    int exams = a.exams().size();
    send();
    await().atMost(LONG).until(() -> a.calls("claims").size() >= 2);
    await().atMost(LONG).until(() -> refusals() >= 4);
    assertEquals(exams, a.exams().size(), "once for a server and a model");
    assertEquals(List.of(), withImage(a));
    assertEquals(List.of(), product.summaries(), "what was not audited makes no audit");
  }

  private double refusals() throws Exception {
    return product.metrics().entrySet().stream()
        .filter(e -> e.getKey().startsWith("rtl_model_refusals_total"))
        .filter(e -> e.getKey().contains("images_mixed"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @Test
  void auditsThatWaitedTooLongAreNotAuditable() throws Exception {
    mixingBehindANonce(a);
    start(Map.of("rtl.audit.patience", "1s", "rtl.audit.attempts", "1"));
    send();
    audited(1);
    assertFalse(product.summaries().get(0).hasValueQuantity(), "no score");
    assertEquals(List.of(), withImage(a));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "openai"})
  void aServerThatMixesOnlyWithoutANonceIsUsed(String wire) throws Exception {
    mixing(a);
    start(Map.of("rtl.model.wire", wire));
    send();
    send();
    audited(2);
    assertTrue(
        product.summaries().stream().allMatch(s -> s.hasValueQuantity()), "all have a score");
    assertTrue(withImage(a).size() >= 4);
    for (OllamaCall call : withImage(a)) {
      assertEquals(call.images(), call.seen(), call.step());
    }
  }

  @Test
  void serversOfTheOtherWireAreExaminedToo() throws Exception {
    mixingBehindANonce(a);
    start(Map.of("rtl.model.wire", "openai"));
    send();
    unready();
    assertEquals(List.of(), withImage(a));
    assertEquals(List.of(), product.summaries());
  }

  @Test
  void anotherModelUnderTheNameIsAskedAnewAndItsAnswerIsNotUsedBefore() throws Exception {
    start(Map.of());
    send();
    audited(1);
    int exams = a.exams().size();
    mixingBehindANonce(a);
    a.weights(BASE, "new").weights(LORA, "new");
    send();
    unready();
    assertNotEquals(exams, a.exams().size());
    assertEquals(1, product.summaries().size());
  }

  @Test
  void aModelThatTellsNoImagesApartIsUsedAndDoubted() throws Exception {
    a.blind();
    start(Map.of());
    send();
    audited(1);
    assertFalse(withImage(a).isEmpty());
    HttpResponse<String> ready = ready();
    assertEquals(200, ready.statusCode(), ready::body);
    assertTrue(
        ready.body().contains("gives the same answer for a black and a white image"), ready::body);
  }

  @Test
  void warmUpAsksBeforeTheFirstReport() {
    mixingBehindANonce(a);
    start(Map.of("rtl.model.warm-up", "true"));
    // models that were not seen before the warm-up found out count as never seen
    await().atMost(LONG).until(() -> ready().body().contains("mixes images"));
    assertEquals(List.of(), withImage(a));
  }

  private SelfCheckResult doctor(OllamaServer server) {
    return Product.doctor(folder.resolve("doctor"), Product.ollama(server.url().toString()))
        .stream()
        .filter(answer -> answer.peer().equals("model"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void doctorTellsTheKindsApart() {
    SelfCheckResult good = doctor(a);
    assertEquals(SelfCheckResult.State.OK, good.state(), good.message());
    assertTrue(good.message().contains("it keeps two images apart"), good.message());

    SelfCheckResult byNonce = doctor(mixing(a));
    assertEquals(SelfCheckResult.State.OK, byNonce.state(), byNonce.message());
    assertTrue(
        byNonce.message().contains("two images apart, thanks to the nonce"), byNonce.message());

    SelfCheckResult mixed = doctor(mixingBehindANonce(a));
    assertEquals(SelfCheckResult.State.BROKEN, mixed.state(), mixed.message());
    assertTrue(mixed.message().contains("it MIXES images"), mixed.message());

    SelfCheckResult blind = doctor(b.blind());
    assertEquals(SelfCheckResult.State.WARNING, blind.state(), blind.message());
    assertTrue(blind.message().contains("gives the same answer"), blind.message());
  }
}
