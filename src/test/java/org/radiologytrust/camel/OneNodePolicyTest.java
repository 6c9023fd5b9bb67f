package org.radiologytrust.camel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.journal.work.NodeLeases;

/** Which node runs a route with the policy {@code oneNode}. */
class OneNodePolicyTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<Process> processes = new ArrayList<>();

  /** Leases in memory. They do not end by themselves: a test decides when a node is dead. */
  private static final class Leases implements NodeLeases {
    private final boolean shared;
    private final Map<String, String> holders = new ConcurrentHashMap<>();

    Leases(boolean shared) {
      this.shared = shared;
    }

    @Override
    public boolean shared() {
      return shared;
    }

    @Override
    public boolean hold(String name, Node node, Duration length) {
      return holders.merge(name, node.id(), (held, asked) -> held).equals(node.id());
    }

    @Override
    public void release(String name, Node node) {
      holders.remove(name, node.id());
    }

    @Override
    public List<Held> held() {
      return List.of();
    }
  }

  /** What of a process matters here. */
  private final class Process {
    private final AtomicInteger runs = new AtomicInteger();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Whether the journal can be reached from here. */
    private volatile boolean connected = true;

    Process(Leases leases, Duration lease) throws Exception {
      JournalClusterService cluster =
          new JournalClusterService(cut(leases), Node.start("node"), lease);
      camel.addService(cluster);
      camel.getRegistry().bind("oneNode", new OneNodePolicy(cluster, told::add));
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("timer:feed?period=10&delay=0")
                  .routeId("feed")
                  .routePolicyRef("oneNode")
                  .process(exchange -> runs.incrementAndGet());
            }
          });
      processes.add(this);
      camel.start();
    }

    private NodeLeases cut(Leases leases) {
      return new NodeLeases() {
        @Override
        public boolean shared() {
          return leases.shared();
        }

        @Override
        public boolean hold(String name, Node node, Duration length) {
          if (!connected) {
            throw new JournalException("away", null);
          }
          return leases.hold(name, node, length);
        }

        @Override
        public void release(String name, Node node) {
          if (!connected) {
            throw new JournalException("away", null);
          }
          leases.release(name, node);
        }

        @Override
        public List<Held> held() {
          return leases.held();
        }
      };
    }

    boolean polls() {
      return ((ServiceSupport) camel.getRoute("feed").getConsumer()).isStarted();
    }

    void awaitRun() {
      int before = runs.get();
      await().atMost(LONG).until(() -> runs.get() > before);
    }
  }

  @AfterEach
  void stop() {
    processes.forEach(process -> process.camel.stop());
  }

  @Test
  void theOnlyNodeRunsItAtOnce() throws Exception {
    Leases leases = new Leases(false);
    Process only = new Process(leases, LONG);
    assertTrue(only.polls());
    only.awaitRun();
    assertEquals(List.of("feed"), only.told);
    only.camel.getRouteController().stopRoute("feed");
    only.camel.getRouteController().startRoute("feed");
    only.awaitRun();
    only.camel.getRouteController().suspendRoute("feed");
    only.camel.getRouteController().resumeRoute("feed");
    only.awaitRun();
  }

  @Test
  @Tag("safety")
  void ofTwoNodesOneRunsIt() throws Exception {
    Leases leases = new Leases(true);
    Process first = new Process(leases, LONG);
    Process second = new Process(leases, LONG);
    first.awaitRun();
    assertFalse(second.polls());
    assertEquals(ServiceStatus.Started, second.camel.getRouteController().getRouteStatus("feed"));
    // as an operator may do
    second.camel.getRouteController().stopRoute("feed");
    second.camel.getRouteController().startRoute("feed");
    second.camel.getRouteController().suspendRoute("feed");
    second.camel.getRouteController().resumeRoute("feed");
    assertFalse(second.polls());
    first.awaitRun();
  }

  @Test
  void anotherNodeContinuesWhereTheRouteIsStopped() throws Exception {
    Leases leases = new Leases(true);
    Process first = new Process(leases, Duration.ofSeconds(1));
    Process second = new Process(leases, Duration.ofSeconds(1));
    first.awaitRun();
    first.camel.getRouteController().stopRoute("feed");
    second.awaitRun();
    first.camel.getRouteController().startRoute("feed");
    assertFalse(first.polls());
    second.camel.stop();
    first.awaitRun();
  }

  @Test
  @Tag("safety")
  void aNodeWithoutTheJournalStopsAndContinuesOnlyIfNoOtherHasBegun() throws Exception {
    Leases leases = new Leases(true);
    Process first = new Process(leases, Duration.ofSeconds(1));
    first.awaitRun();
    first.connected = false;
    await().atMost(LONG).until(() -> !first.polls());
    first.connected = true;
    first.awaitRun();
    first.connected = false;
    await().atMost(LONG).until(() -> !first.polls());
    // its lease has ended
    leases.holders.clear();
    Process second = new Process(leases, Duration.ofSeconds(1));
    second.awaitRun();
    first.connected = true;
    assertFalse(first.polls());
    second.awaitRun();
    assertFalse(first.polls());
  }
}
