package org.radiologytrust.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Route;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route policy {@code oneNode}: of all nodes on one journal, one at a time runs the route. The
 * route is started on every node, so that it can be watched and stopped there, but its consumer
 * runs on the leader only. The lease has the route's id as its name.
 *
 * <p>Camel's own ClusteredRoutePolicy leaves the route stopped on all other nodes, where an
 * operator could then start it by hand.
 */
final class OneNodePolicy extends RoutePolicySupport {
  private static final Logger LOG = LoggerFactory.getLogger(OneNodePolicy.class);

  private final CamelClusterService cluster;
  private final Consumer<String> routes;
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /**
   * @param routes is told the id of each route with this policy
   */
  OneNodePolicy(CamelClusterService cluster, Consumer<String> routes) {
    this.cluster = cluster;
    this.routes = routes;
  }

  /** Lets the consumer of one route run while this node leads. */
  private final class Turn implements CamelClusterEventListener.Leadership {
    private final Route route;
    private final CamelClusterView view;

    Turn(Route route, CamelClusterView view) {
      this.route = route;
      this.view = view;
    }

    @Override
    public synchronized void leadershipChanged(
        CamelClusterView changed, CamelClusterMember leader) {
      try {
        if (view.getLocalMember().isLeader()) {
          startConsumer(route.getConsumer());
        } else {
          stopConsumer(route.getConsumer());
        }
      } catch (Exception e) {
        LOG.error("{}: {}", route.getId(), e.getClass().getSimpleName());
      }
    }

    void end() {
      view.removeEventListener(this);
      try {
        cluster.releaseView(view);
      } catch (Exception e) {
        LOG.warn("{}: {}", route.getId(), e.getClass().getSimpleName());
      }
    }
  }

  @Override
  public void onInit(Route route) {
    routes.accept(route.getId());
  }

  @Override
  public void onStart(Route route) {
    try {
      Turn turn = new Turn(route, cluster.getView(route.getId()));
      turns.put(route.getId(), turn);
      // is told the present state at once
      turn.view.addEventListener(turn);
    } catch (Exception e) {
      throw new IllegalStateException("the cluster service has no view", e);
    }
  }

  @Override
  public void onResume(Route route) {
    onStart(route);
  }

  @Override
  public void onStop(Route route) {
    Turn turn = turns.remove(route.getId());
    if (turn != null) {
      turn.end();
    }
  }

  @Override
  public void onSuspend(Route route) {
    onStop(route);
  }
}
