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
 * Has each server load each model before the first report needs it, with the options of every other
 * call. The bean of the route {@code model-warm-up}, which looks again and again, for a server may
 * come, or get its model, later. A load that fails otherwise is not tried again: the calls load the
 * model too. No server is passed over for what a warm-up found.
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
   * @param camel sends to the route {@code model-call}
   * @param images examines each model, too, so that no report waits for that
   * @param models may hold a name twice
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

  /** Loads what is not loaded yet, where a server is there and has a slot free at once. */
  public synchronized void load() throws InterruptedException {
    Set<String> away = new HashSet<>();
    for (Load load : List.copyOf(left)) {
      if (!away.contains(load.server) && !done(load)) {
        away.add(load.server);
      }
    }
  }

  /** Whether the server can be asked for the next model. */
  private boolean done(Load load) throws InterruptedException {
    Optional<ModelServers.Slot> free = servers.slotNow(load.server);
    if (free.isEmpty()) {
      return false;
    }
    try (ModelServers.Slot slot = free.get()) {
      send(ChatCall.warmUp(load.server, load.model));
      slot.worked();
      LOG.info("{} is loaded at {}", load.model, load.server);
      left.remove(load);
      examine(load);
      return true;
    } catch (ModelFailure e) {
      tell(load, e);
      return !e.reason().opensBreaker();
    }
  }

  /** The guard's catalog tells what was found; a call with an image examines what was not. */
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
              ? "tried again as often as rtl.model.look says"
              : "an audit's first call loads it, which may take long; the server's log may say why");
    }
  }
}
