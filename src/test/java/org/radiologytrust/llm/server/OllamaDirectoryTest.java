package org.radiologytrust.llm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.StubServer;

/** Bodies as versions 0.24 and 0.33 write them. */
@Tag("integration")
class OllamaDirectoryTest {
  private static final List<String> M = List.of("m");

  private StubServer server;
  private ModelCatalog catalog;

  @BeforeEach
  void start() throws Exception {
    server =
        new StubServer()
            .answer("/api/version", 200, "{\"version\":\"0.24.0\"}")
            .answer(
                "/api/tags",
                200,
                "{\"models\":[{\"name\":\"m:latest\",\"digest\":\"d1\"},{\"name\":\"h:5000/n:q4\",\"digest\":\"d2\"}]}")
            .answer("/api/ps", 200, "{\"models\":[]}");
    show(32768);
    catalog =
        ModelCatalog.ollama(() -> List.of(server.url()), 8192, Map.of(), "", Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void show(int context) {
    server.answer(
        "/api/show",
        200,
        "{\"capabilities\":[\"completion\",\"vision\"],\"model_info\":{\"general.architecture\":\"gemma3\",\"gemma3.context_length\":"
            + context
            + "}}");
  }

  private void loaded(String digest, int context) {
    server.answer(
        "/api/ps",
        200,
        "{\"models\":[{\"name\":\"m:latest\",\"digest\":\""
            + digest
            + "\",\"context_length\":"
            + context
            + "}]}");
  }

  @Test
  void tellsWhatTheServerSaysOfItself() {
    assertEquals("0.24.0", catalog.version(server.url()));
    assertEquals(Map.of("m:latest", "d1", "h:5000/n:q4", "d2"), catalog.models(server.url()));
    assertTrue(catalog.sees(server.url(), "m"));
    assertEquals(OptionalInt.of(32768), catalog.context(server.url(), "m"));
    assertEquals("m", server.asked("/api/show").get(0).body().path("model").asText());
    assertEquals(List.of(), catalog.problems(M, M));
  }

  @Test
  void serverThatIsAwayTellsNothing() {
    server.close();
    assertEquals("", catalog.version(server.url()));
    assertEquals(Map.of(), catalog.models(server.url()));
    assertEquals(OptionalInt.empty(), catalog.context(server.url(), "m"));
    assertEquals("", catalog.digest(server.url(), "m"));
    assertTrue(catalog.problems(server.url(), M, M).get(0).contains("no model server answers"));
  }

  /** All that comes is read to its end or the time's, and no more of it is kept than this. */
  @Test
  void answerThatIsTooLongOrTooDeepIsNone() {
    String list = "{\"models\":[{\"name\":\"m:latest\",\"digest\":\"d1\"}],\"x\":%s}";
    assertEquals(1, models(list.formatted("\"" + "x".repeat(3 << 20) + "\"")));
    assertEquals(0, models(list.formatted("\"" + "x".repeat(5 << 20) + "\"")));
    assertEquals(0, models(list.formatted("[".repeat(100_000) + "]".repeat(100_000))));
    String problem = catalog.problems(server.url(), M, M).get(0);
    assertTrue(problem.contains("does not respond like a model server (not JSON)"), problem);
  }

  private int models(String body) {
    server.answer("/api/tags", 200, body);
    return catalog.models(server.url()).size();
  }

  /**
   * A real server was seen to tell an old digest of what is loaded, with the new template in use.
   */
  @Test
  void digestIsThatOfTheListedModel() {
    assertEquals("d1", catalog.digest(server.url(), "m"));
    assertEquals("d2", catalog.digest(server.url(), "h:5000/n:q4"));
    loaded("older", 8192);
    assertEquals("d1", catalog.digest(server.url(), "m"));
    server.answer("/api/tags", 500, "{}");
    assertEquals("d1", catalog.digest(server.url(), "m"), "as last seen");
  }

  @Test
  void modelWithTooShortAContextIsAProblemThatStopsNoAudit() {
    show(2048);
    List<String> problems = catalog.problems(M, M);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("set rtl.model.context=2048"), problems.get(0));
    assertTrue(catalog.missing(M, M).isEmpty(), "shorter reports go through");
  }

  @Test
  void contextThatTheServerClippedIsAProblemUntilItIsNot() {
    loaded("d1", 4096);
    assertEquals(List.of(), catalog.problems(M, M), "others may have loaded it for themselves");
    catalog.digest(server.url(), "m");
    assertTrue(catalog.problems(M, M).get(0).contains("has a context of 4096 tokens"));
    loaded("d1", 8192);
    catalog.digest(server.url(), "m");
    assertEquals(List.of(), catalog.problems(M, M));
  }

  @Test
  void tokenGoesWithEveryQuestion() {
    ModelCatalog locked =
        ModelCatalog.ollama(
            () -> List.of(server.url()), 8192, Map.of(), "s3cret", Optional.empty());
    locked.version(server.url());
    locked.problems(M, M);
    locked.digest(server.url(), "m");
    for (String path : List.of("/api/version", "/api/tags", "/api/show", "/api/ps")) {
      assertEquals("Bearer s3cret", server.asked(path).get(0).authorization(), path);
    }
    catalog.version(server.url());
    assertEquals("", server.asked("/api/version").get(1).authorization());
    server.answer("/api/tags", 401, "{}");
    String problem = locked.problems(M, M).get(0);
    assertTrue(problem.contains("rtl.model.token") && !problem.contains("s3cret"), problem);
  }
}
