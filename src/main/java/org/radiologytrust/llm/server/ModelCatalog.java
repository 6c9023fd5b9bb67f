package org.radiologytrust.llm.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which models the servers have. It asks the servers at the start, at intervals and for
 * {@code rtl doctor}, and after each call for the digest of the model that answered. Thread-safe.
 */
public final class ModelCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCatalog.class);

  /** Used when no model is configured. */
  public static final ModelCatalog NONE =
      new ModelCatalog(List::of, new UnconfiguredDirectory(), 0, Map.of());

  private final Supplier<List<String>> servers;
  private final ModelDirectory directory;
  private final int context;
  private final Map<String, String> pins;
  private final Map<Place, String> digests = new ConcurrentHashMap<>();

  /** Contexts that are smaller than requested, as last seen. */
  private final Map<Place, Integer> clipped = new ConcurrentHashMap<>();

  /** Results of image tests that were not good. */
  private final Map<Place, Doubt> doubts = new ConcurrentHashMap<>();

  private record Place(String server, String model) {}

  /**
   * A result of an image test that was not good.
   *
   * @param digest digest of the tested model
   */
  private record Doubt(String digest, Problem problem) {}

  /**
   * A problem of one server.
   *
   * @param blocking whether the server cannot be used for audits; otherwise audits are only worse
   */
  private record Problem(boolean blocking, String text) {}

  /**
   * What one server said.
   *
   * @param models digests by full name; empty when it does not answer
   */
  private record Found(String server, Map<String, String> models, List<Problem> problems) {}

  /**
   * The problems of all servers.
   *
   * @param conflicts problems between servers
   * @param byServer problems of each server
   */
  private record Survey(List<String> conflicts, Map<String, List<Problem>> byServer) {}

  /**
   * @param servers current base URLs
   * @param context the context that calls request, in tokens
   * @param pins the only digest that a model may have, by its name
   */
  ModelCatalog(
      Supplier<List<String>> servers,
      ModelDirectory directory,
      int context,
      Map<String, String> pins) {
    this.servers = servers;
    this.directory = directory;
    this.context = context;
    this.pins = Map.copyOf(pins);
  }

  /**
   * A catalog of Ollama servers.
   *
   * @param servers current base URLs
   * @param context {@code num_ctx} of the calls, in tokens
   * @param pins the only digest that a model may have, by its name
   * @param token bearer token; empty for none
   * @param trust the certificates to trust; empty for the JVM's CAs
   */
  public static ModelCatalog ollama(
      Supplier<List<String>> servers,
      int context,
      Map<String, String> pins,
      String token,
      Optional<SSLContext> trust) {
    return new ModelCatalog(
        servers, new OllamaDirectory(new ServerQuestions(token, trust)), context, pins);
  }

  /** A catalog of servers with OpenAI's protocol. Their base URLs may end with {@code /v1}. */
  public static ModelCatalog openAi(
      Supplier<List<String>> servers, int context, String token, Optional<SSLContext> trust) {
    return new ModelCatalog(
        servers, new OpenAiDirectory(new ServerQuestions(token, trust)), context, Map.of());
  }

  /** Whether no model is configured. */
  public boolean isNone() {
    return this == NONE;
  }

  /** The current base URLs. */
  public List<String> servers() {
    return servers.get();
  }

  /**
   * The version of a server, in its own notation.
   *
   * @return empty when the server reports none or does not answer
   */
  public String version(String server) {
    try {
      return directory.version(server);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * The digests of a server's models, by full name. A digest is empty when the server reports none.
   *
   * @return empty when the server does not answer
   */
  public Map<String, String> models(String server) {
    try {
      return new TreeMap<>(look(server));
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** Whether one server lists all these models. It may still have to load them. */
  public boolean lists(List<String> models) {
    List<String> full = models.stream().map(directory::full).toList();
    return servers().stream().anyMatch(server -> models(server).keySet().containsAll(full));
  }

  /** Whether a model accepts images; false when the server does not answer. */
  public boolean sees(String server, String model) {
    try {
      return directory.sees(server, model);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The largest context of a model: tokens of prompt and answer together.
   *
   * @return empty when the server reports none or does not answer
   */
  public OptionalInt context(String server, String model) {
    try {
      return directory.context(server, model);
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * Checks that audits can use the models: at least one server has all of them, the models that get
   * images accept images, and no two servers have different models under the same name.
   *
   * @param models all models
   * @param seeing the models that get images
   * @return empty when all is well; otherwise one line with the problem and what to do
   */
  public Optional<String> missing(List<String> models, List<String> seeing) {
    if (isNone()) {
      return Optional.of("no model is asked (rtl.model.wire=none or rtl.images.use=never)");
    }
    Survey survey = find(models, seeing);
    if (!survey.conflicts.isEmpty()) {
      return Optional.of(survey.conflicts.get(0));
    }
    if (survey.byServer.values().stream().anyMatch(l -> l.stream().noneMatch(Problem::blocking))) {
      return Optional.empty();
    }
    return survey.byServer.values().stream()
        .flatMap(List::stream)
        .filter(Problem::blocking)
        .map(Problem::text)
        .findFirst();
  }

  /**
   * The problems of all servers, even when other servers are enough for audits.
   *
   * @return one line for each problem, with what to do; empty when all is well
   */
  public List<String> problems(List<String> models, List<String> seeing) {
    Survey survey = find(models, seeing);
    List<String> all = new ArrayList<>(survey.conflicts);
    survey.byServer.values().forEach(found -> found.forEach(problem -> all.add(problem.text)));
    return all;
  }

  /**
   * The problems of one server.
   *
   * @return one line for each problem, with what to do; empty when all is well
   */
  public List<String> problems(String server, List<String> models, List<String> seeing) {
    return ask(server, models, seeing).problems.stream().map(Problem::text).toList();
  }

  /**
   * The digest of the model that a server has under a name. Asks the server, which takes a few
   * seconds at most; when it does not answer, the digest seen last. Also notes when the server uses
   * a smaller context than requested.
   *
   * @return empty when unknown
   */
  public String digest(String server, String model) {
    Place place = new Place(server, directory.full(model));
    try {
      ModelDirectory.Answering answering = directory.answering(server, model);
      if (!answering.digest().isEmpty()) {
        digests.put(place, answering.digest());
      }
      noteContext(place, answering.context());
    } catch (IOException e) {
      LOG.debug("{} did not report a digest: {}", server, e.getMessage());
    }
    return digests.getOrDefault(place, "");
  }

  /**
   * Stores the result of an image test for {@link #missing} and {@link #doubts}.
   *
   * @param digest digest of the tested model; empty when the server reports none
   */
  public void found(String server, String model, String digest, ImageMix result) {
    Place place = new Place(server, directory.full(model));
    switch (result) {
      case APART -> doubts.remove(place);
      case MIXED -> {
        LOG.error("{}", mixes(server, model));
        doubts.put(place, new Doubt(digest, new Problem(true, mixes(server, model))));
      }
      case UNKNOWN -> {
        LOG.warn("{}", alike(server, model));
        doubts.put(place, new Doubt(digest, new Problem(false, alike(server, model))));
      }
      default -> throw new IllegalArgumentException(result.name());
    }
  }

  /** Results of image tests that were not good, one line each; empty when all is well. */
  public List<String> doubts() {
    List<String> current = servers();
    return doubts.entrySet().stream()
        .filter(e -> current.contains(e.getKey().server))
        .filter(e -> e.getValue().digest.equals(digests.getOrDefault(e.getKey(), "")))
        .map(e -> e.getValue().problem.text)
        .sorted()
        .toList();
  }

  private void noteContext(Place place, int loaded) {
    if (loaded >= context) {
      clipped.remove(place);
    } else if (loaded > 0 && clipped.put(place, loaded) == null) {
      LOG.warn("{}", clips(place.server, place.model, loaded));
    }
  }

  /** The digests of a server's models. Also stores them for {@link #digest}. */
  private Map<String, String> look(String server) throws IOException {
    Map<String, String> here = directory.models(server);
    here.forEach(
        (model, digest) -> {
          if (!digest.isEmpty()) {
            digests.put(new Place(server, model), digest);
          }
        });
    return here;
  }

  /** Asks all servers at the same time, so that one that does not answer delays no other. */
  private Survey find(List<String> models, List<String> seeing) {
    List<String> asked = servers();
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, asked.size()));
    try {
      List<CompletableFuture<Found>> answers =
          asked.stream()
              .map(
                  server ->
                      CompletableFuture.supplyAsync(() -> ask(server, models, seeing), threads))
              .toList();
      return survey(models, answers.stream().map(CompletableFuture::join).toList());
    } finally {
      threads.shutdown();
    }
  }

  private Survey survey(List<String> models, List<Found> found) {
    Map<String, List<Problem>> byServer = new LinkedHashMap<>();
    found.forEach(f -> byServer.put(f.server, f.problems));
    List<String> conflicts =
        models.stream()
            .distinct()
            .filter(model -> different(found, directory.full(model)))
            .map(this::conflict)
            .toList();
    return new Survey(conflicts, byServer);
  }

  private static boolean different(List<Found> found, String model) {
    Set<String> digests =
        found.stream()
            .map(f -> f.models.getOrDefault(model, ""))
            .filter(digest -> !digest.isEmpty())
            .collect(Collectors.toSet());
    return digests.size() > 1;
  }

  private Found ask(String server, List<String> models, List<String> seeing) {
    Map<String, String> here = Map.of();
    List<Problem> problems = new ArrayList<>();
    try {
      here = look(server);
      for (String model : models.stream().distinct().toList()) {
        addProblems(server, model, seeing.contains(model), here, problems);
      }
    } catch (ServerQuestions.Refused e) {
      problems.add(new Problem(true, odd(server, e)));
    } catch (IOException e) {
      problems.add(new Problem(true, here.isEmpty() ? silent(server) : slow(server)));
    }
    return new Found(server, here, problems);
  }

  private void addProblems(
      String server, String model, boolean sees, Map<String, String> here, List<Problem> problems)
      throws IOException {
    Place place = new Place(server, directory.full(model));
    if (!here.containsKey(place.model)) {
      problems.add(new Problem(true, absent(server, model)));
      return;
    }
    String pin = pins.getOrDefault(model, "");
    if (!pin.isEmpty() && !pin.equals(here.get(place.model))) {
      problems.add(new Problem(true, unpinned(server, model, here.get(place.model), pin)));
    }
    if (sees && !directory.sees(server, model)) {
      problems.add(new Problem(true, blind(server, model)));
    }
    Doubt doubt = doubts.get(place);
    if (sees && doubt != null && doubt.digest.equals(here.get(place.model))) {
      problems.add(doubt.problem);
    }
    int most = most(server, model);
    if (most < context) {
      problems.add(new Problem(false, clips(server, model, most)));
    }
  }

  /** The smaller of the model's largest context and the context with which it was loaded last. */
  private int most(String server, String model) throws IOException {
    int can = directory.context(server, model).orElse(Integer.MAX_VALUE);
    Integer loaded = clipped.get(new Place(server, directory.full(model)));
    return loaded == null ? can : Math.min(can, loaded);
  }

  private static String odd(String server, ServerQuestions.Refused e) {
    String locked = e.status() == 401 || e.status() == 403 ? "rtl.model.token, " : "";
    return server
        + " does not respond like a model server ("
        + e.getMessage()
        + "): check "
        + locked
        + "rtl.model.urls and any proxy";
  }

  private static String silent(String server) {
    return "no model server answers at " + server + ": start it, or set rtl.model.urls";
  }

  private static String slow(String server) {
    return "the model server at "
        + server
        + " lists its models, but does not answer about one in time: it may be loading it. Wait for"
        + " that, and look at its log";
  }

  private static String unpinned(String server, String model, String digest, String pin) {
    return "the model "
        + model
        + " at "
        + server
        + " has the digest "
        + digest
        + ", not "
        + pin
        + ": put that model there, or correct rtl.model.base and rtl.model.lora";
  }

  private String absent(String server, String model) {
    return "the model server at "
        + server
        + " lacks the model "
        + model
        + ": "
        + directory.provide(model)
        + ", or set rtl.model.base and rtl.model.lora";
  }

  private static String blind(String server, String model) {
    return "the model "
        + model
        + " at "
        + server
        + " cannot see images: configure one with the capability vision";
  }

  private static String mixes(String server, String model) {
    return "the model server at "
        + server
        + " mixes images: asked about one image, the model "
        + model
        + " described another, although every call has its own nonce. No images are sent to this server. Use another version of it, or turn off its prompt and image caches, and then restart this process";
  }

  private static String alike(String server, String model) {
    return "the model "
        + model
        + " at "
        + server
        + " gives the same answer for a black and a white image, so it is unknown whether the server mixes images, and whether the model sees them. rtl doctor repeats this test";
  }

  private String clips(String server, String model, int most) {
    return "the model "
        + model
        + " at "
        + server
        + " has a context of "
        + most
        + " tokens, so longer prompts fail: set rtl.model.context="
        + most
        + " instead of "
        + context
        + ", or configure a larger context at the server";
  }

  private String conflict(String model) {
    return "the model servers have different models under the name "
        + model
        + ": pull or create the same one at "
        + String.join(", ", servers());
  }
}
