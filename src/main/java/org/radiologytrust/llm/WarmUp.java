package org.radiologytrust.llm;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.wire.ChatCall;
import org.radiologytrust.llm.wire.ChatReply;
import org.radiologytrust.llm.wire.RouteFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each server load each model before the first report needs it, with the options of all other
 * calls. The route {@code model-warm-up} calls this bean at intervals, because a server may be
 * started or get its model later. Other failures are not retried, because the first call of an
 * audit loads the model too. A failed warm-up does not open a server's circuit breaker.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final ProducerTemplate camel;
  private final ModelServers servers;
  private final ImageGuard images;
  private final ImageReuse reuse;
  private final List<String> models;
  private final Set<Load> done = new HashSet<>();
  private final Set<Load> loaded = new HashSet<>();
  private final Set<Load> told = new HashSet<>();

  private record Load(String server, String model) {}

  /**
   * @param camel sends calls to the route {@code model-call}
   * @param images runs the image test for each model, so that no report waits for it
   * @param reuse runs the test of the cache for each model, and again every day
   * @param models names of the models; duplicates are ignored
   */
  WarmUp(
      ProducerTemplate camel,
      ModelServers servers,
      ImageGuard images,
      ImageReuse reuse,
      List<String> models) {
    this.camel = camel;
    this.servers = servers;
    this.images = images;
    this.reuse = reuse;
    this.models = models.stream().distinct().toList();
  }

  /** Loads the models that are not loaded yet, at servers that respond and have a free slot. */
  public synchronized void load() throws InterruptedException {
    List<String> current = servers.urls();
    // a server that is removed and added again may have been restarted
    done.removeIf(load -> !current.contains(load.server));
    loaded.removeIf(load -> !current.contains(load.server));
    told.removeIf(load -> !current.contains(load.server));
    for (String server : current) {
      for (String model : models) {
        Load load = new Load(server, model);
        if (!done.contains(load) && !canBeAsked(load)) {
          break;
        }
        if (loaded.contains(load)) {
          examine(load);
        }
      }
    }
  }

  /** Loads one model. Returns whether the server can be asked for the next one. */
  private boolean canBeAsked(Load load) throws InterruptedException {
    Optional<ModelServers.Slot> free = servers.slotNow(load.server);
    if (free.isEmpty()) {
      return false;
    }
    try (ModelServers.Slot slot = free.get()) {
      send(ChatCall.warmUp(load.server, load.model));
      slot.worked();
      LOG.info("loaded the model {} at {}", load.model, load.server);
      done.add(load);
      loaded.add(load);
      return true;
    } catch (ModelFailure e) {
      tell(load, e);
      return !e.reason().opensBreaker();
    }
  }

  /**
   * Runs the image test, and, where the server keeps images apart, the test of its cache. The guard
   * reports its result; if the test fails, the next call with an image repeats it.
   */
  private void examine(Load load) throws InterruptedException {
    try {
      images.before(load.server, load.model);
      reuse.examine(load.server, load.model);
    } catch (ModelFailure e) {
      LOG.debug("{} ({})", e.getMessage(), load.server);
    }
  }

  private void send(ChatCall call) throws ModelFailure, InterruptedException {
    try {
      camel.requestBody("direct:model-call", call, ChatReply.class);
    } catch (CamelExecutionException e) {
      throw RouteFailure.of(call, e.getCause());
    }
  }

  private void tell(Load load, ModelFailure e) {
    boolean again = e.reason() == Reason.UNREACHABLE || e.reason() == Reason.NOT_FOUND;
    if (!again) {
      done.add(load);
    }
    if (told.add(load)) {
      LOG.warn(
          "{} ({}): {}",
          e.getMessage(),
          load.server,
          again
              ? "retrying at the interval rtl.model.look"
              : "the first call of an audit will load the model, which may take long; see the server's log");
    }
  }
}
