package org.radiologytrust.llm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.radiologytrust.llm.ModelFailure.Reason;
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
  private final List<Load> left = new ArrayList<>();
  private final Set<Load> told = new HashSet<>();

  private record Load(String server, String model) {}

  /**
   * @param camel sends calls to the route {@code model-call}
   * @param images runs the image test for each model, so that no report waits for it
   * @param models names of the models; duplicates are ignored
   */
  public WarmUp(
      ProducerTemplate camel, ModelServers servers, ImageGuard images, List<String> models) {
    this.camel = camel;
    this.servers = servers;
    this.images = images;
    for (String server : servers.urls()) {
      models.stream().distinct().forEach(model -> left.add(new Load(server, model)));
    }
  }

  /** Loads the models that are not loaded yet, at servers that respond and have a free slot. */
  public synchronized void load() throws InterruptedException {
    Set<String> away = new HashSet<>();
    for (Load load : List.copyOf(left)) {
      if (!away.contains(load.server) && !done(load)) {
        away.add(load.server);
      }
    }
  }

  /** Loads one model. Returns whether the server can be asked for the next one. */
  private boolean done(Load load) throws InterruptedException {
    Optional<ModelServers.Slot> free = servers.slotNow(load.server);
    if (free.isEmpty()) {
      return false;
    }
    try (ModelServers.Slot slot = free.get()) {
      send(ChatCall.warmUp(load.server, load.model));
      slot.worked();
      LOG.info("loaded the model {} at {}", load.model, load.server);
      left.remove(load);
      examine(load);
      return true;
    } catch (ModelFailure e) {
      tell(load, e);
      return !e.reason().opensBreaker();
    }
  }

  /**
   * Runs the image test. The guard reports the result; if the test fails, the next call with an
   * image repeats it.
   */
  private void examine(Load load) throws InterruptedException {
    try {
      images.before(load.server, load.model);
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
      left.remove(load);
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
