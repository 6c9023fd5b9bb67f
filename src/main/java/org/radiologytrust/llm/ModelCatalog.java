package org.radiologytrust.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the servers have: asked at start, now and then, and by {@code rtl doctor}. */
public final class ModelCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCatalog.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final List<String> servers;
  private final Duration maxAge;
  private final OllamaTags ollama = new OllamaTags(TIMEOUT);
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Seen seen;

  /**
   * @param digests of the servers that answered, by server and full name of the model
   * @param problems of those that did not
   * @param at {@link System#nanoTime}
   */
  private record Seen(Map<String, Map<String, String>> digests, List<String> problems, long at) {}

  /** What is wrong, and whether a server is fit all the same. */
  private record Found(List<String> conflicts, List<String> problems, boolean anyFit) {}

  public ModelCatalog(List<String> servers) {
    this(servers, MAX_AGE);
  }

  /**
   * @param maxAge how long digests are taken as they were read
   */
  ModelCatalog(List<String> servers, Duration maxAge) {
    this.servers = List.copyOf(servers);
    this.maxAge = maxAge;
  }

  /**
   * Whether audits can be made: at least one server has all the models, those that must see can,
   * and no two servers have different models under one name.
   *
   * @param models all models
   * @param seeing those of them that get images
   * @return empty when so, else one line that says what is wrong and what to do
   */
  public Optional<String> missing(List<String> models, List<String> seeing) {
    Found found = find(models, seeing);
    if (!found.conflicts.isEmpty()) {
      return Optional.of(found.conflicts.get(0));
    }
    return found.anyFit ? Optional.empty() : found.problems.stream().findFirst();
  }

  /**
   * All that is wrong at any server, also where the others suffice.
   *
   * @return one line each, with what to do; empty when all is well
   */
  public List<String> problems(List<String> models, List<String> seeing) {
    Found found = find(models, seeing);
    List<String> all = new ArrayList<>(found.conflicts);
    all.addAll(found.problems);
    return all;
  }

  /**
   * Digest of a model as last seen, at most a minute ago where a server answers.
   *
   * @return empty when unknown, or when servers have different models under the name: which of them
   *     answered is unknown then
   */
  public String digest(String model) {
    Seen now = seen;
    if (now == null || System.nanoTime() - now.at >= maxAge.toNanos()) {
      now = refreshUnlessUnderWay();
    }
    Set<String> digests = digests(now, model);
    if (digests.size() > 1) {
      LOG.warn("{}", conflict(model));
    }
    return digests.size() == 1 ? digests.iterator().next() : "";
  }

  private Seen refreshUnlessUnderWay() {
    if (seen == null) {
      return refresh();
    }
    if (asking.tryLock()) {
      try {
        return refresh();
      } finally {
        asking.unlock();
      }
    }
    return seen;
  }

  private Seen refresh() {
    asking.lock();
    try {
      Map<String, Map<String, String>> digests = new LinkedHashMap<>();
      List<String> problems = new ArrayList<>();
      for (String server : servers) {
        try {
          digests.put(server, ollama.digests(server));
        } catch (OllamaTags.NotOllama e) {
          problems.add(
              "what answers at "
                  + server
                  + " is no open model server ("
                  + e.getMessage()
                  + "): check rtl.model.urls and any proxy");
        } catch (IOException e) {
          problems.add(
              "no model server answers at " + server + ": start Ollama, or set rtl.model.urls");
        }
      }
      boolean keep = digests.isEmpty() && seen != null;
      Seen now = new Seen(keep ? seen.digests : digests, problems, System.nanoTime());
      seen = now;
      return now;
    } finally {
      asking.unlock();
    }
  }

  private Found find(List<String> models, List<String> seeing) {
    Seen now = refresh();
    List<String> problems = new ArrayList<>(now.problems);
    boolean anyFit = false;
    if (now.problems.size() < servers.size()) {
      for (var server : now.digests.entrySet()) {
        List<String> lacks = lacks(server.getKey(), server.getValue().keySet(), models, seeing);
        anyFit |= lacks.isEmpty();
        problems.addAll(lacks);
      }
    }
    List<String> conflicts =
        models.stream()
            .distinct()
            .filter(model -> digests(now, model).size() > 1)
            .map(this::conflict)
            .toList();
    return new Found(conflicts, problems, anyFit);
  }

  private List<String> lacks(
      String server, Set<String> here, List<String> models, List<String> seeing) {
    List<String> lacks = new ArrayList<>();
    for (String model : models.stream().distinct().toList()) {
      if (!here.contains(tagged(model))) {
        lacks.add(
            "the model server at "
                + server
                + " lacks the model "
                + model
                + ": ollama pull or create it, or set rtl.model.base and rtl.model.lora");
      } else if (seeing.contains(model) && !ollama.sees(server, model)) {
        lacks.add(
            "the model "
                + model
                + " at "
                + server
                + " cannot see images: configure one with the capability vision");
      }
    }
    return lacks;
  }

  private String conflict(String model) {
    return "the model servers have different models under the name "
        + model
        + ": ollama pull or create the same one at "
        + String.join(", ", servers);
  }

  private static Set<String> digests(Seen now, String model) {
    return now.digests.values().stream()
        .filter(here -> here.containsKey(tagged(model)))
        .map(here -> here.get(tagged(model)))
        .collect(Collectors.toSet());
  }

  private static String tagged(String model) {
    return model.contains(":") ? model : model + ":latest";
  }
}
