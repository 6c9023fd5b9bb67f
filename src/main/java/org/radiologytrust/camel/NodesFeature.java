package org.radiologytrust.camel;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.cluster.CamelClusterService;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several nodes on one journal: Camel's cluster service, and the policy {@code oneNode} of the
 * routes that one node at a time runs.
 */
public final class NodesFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(NodesFeature.class);
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Shipped routes with the policy, of which a site may have a copy without it. */
  private static final List<String> SHIPPED =
      List.of("archive", "correlate", "dicom-changes", "fhir-poll", "retention");

  private final Node node;
  private final Set<String> routes = ConcurrentHashMap.newKeySet();

  /**
   * @throws Settings.Wrong when the node's name is not valid
   */
  public NodesFeature(Settings settings) {
    this.node = Node.start(NodeName.of(settings));
  }

  /** This start of the product. */
  public Node node() {
    return node;
  }

  @Override
  public void bind(Host host) {
    JournalClusterService cluster = new JournalClusterService(host.journal().leases(), node, LEASE);
    try {
      host.camel().addService(cluster);
    } catch (Exception e) {
      throw new IllegalStateException("the cluster service does not start", e);
    }
    host.bind("oneNode", new OneNodePolicy(cluster, route -> add(host, cluster, route)));
    if (host.journal().leases().shared()) {
      LOG.info("this node is {}", node.name());
    }
    Gauge.builder("rtl.node", () -> 1)
        .description("The name of this node")
        .tag("node", node.name())
        .register(host.meters());
  }

  /** Of all nodes, exactly one should show 1 for a route. */
  private void add(Host host, CamelClusterService cluster, String route) {
    routes.add(route);
    Gauge.builder("rtl.route.leader", () -> cluster.isLeader(route) ? 1 : 0)
        .description("1 on the node that runs this route, if one node at a time does")
        .tag("route", route)
        .register(host.meters());
  }

  @Override
  public void started(Host host) {
    if (!host.journal().leases().shared()) {
      return;
    }
    for (String route : SHIPPED) {
      if (host.camel().getRoute(route) != null && !routes.contains(route)) {
        throw new Settings.Wrong(
            "rtl.routes: several nodes must not run the route "
                + route
                + " at the same time: add the line 'routePolicy: oneNode' to it");
      }
    }
  }
}
