package org.radiologytrust.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.llm.server.ServerState;

/** The MBean {@code ModelServers}: state of each model server. */
@ManagedResource(description = "Model servers, their circuit breakers and slots")
public final class ManagedModelServers {
  private final Supplier<List<ServerState>> servers;
  private final IntSupplier waiting;

  /**
   * @param servers state of each model server
   * @param waiting number of calls that wait for a slot of any server
   */
  ManagedModelServers(Supplier<List<ServerState>> servers, IntSupplier waiting) {
    this.servers = servers;
    this.waiting = waiting;
  }

  @ManagedAttribute(
      description =
          "Each server: circuit breaker, whether it answered since the start, calls in flight and their limit, weight (1: as fast as usual), whether it was removed")
  public List<Map<String, Object>> getServers() {
    return servers.get().stream().map(ManagedModelServers::row).toList();
  }

  private static Map<String, Object> row(ServerState state) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("server", state.server());
    row.put("breaker", state.breaker().name().toLowerCase(Locale.ROOT));
    row.put("restMillis", state.rest().toMillis());
    row.put("asked", state.asked());
    row.put("answered", state.answered());
    row.put("inFlight", state.load().inFlight());
    row.put("slots", state.load().slots());
    row.put("weight", state.load().weight());
    row.put("draining", state.load().draining());
    return row;
  }

  @ManagedAttribute(description = "Calls that wait for a slot")
  public int getWaiting() {
    return waiting.getAsInt();
  }
}
