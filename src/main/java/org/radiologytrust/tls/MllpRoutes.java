package org.radiologytrust.tls;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;

/** Whether the routes on the MLLP port take the TLS that is set: one of the site's own may not. */
final class MllpRoutes {
  private final CamelContext context;
  private final int port;
  private final boolean clientCertificate;

  /**
   * @param clientCertificate whether clients must show one
   */
  MllpRoutes(CamelContext context, int port, boolean clientCertificate) {
    this.context = context;
    this.port = port;
    this.clientCertificate = clientCertificate;
  }

  /** What is wrong with a route, and what to do; empty when all speak TLS. */
  Optional<String> withoutTls() {
    return context.getRoutes().stream()
        .filter(
            route ->
                route.getEndpoint() instanceof NettyEndpoint netty
                    && port == netty.getConfiguration().getPort()
                    && !speaksTls(netty))
        .map(
            route ->
                "rtl.mllp.tls.certificate: the route "
                    + route.getRouteId()
                    + " does not use it: give it the TLS parameters of the shipped"
                    + " routes/hl7.yaml")
        .findFirst();
  }

  private boolean speaksTls(NettyEndpoint endpoint) {
    NettyConfiguration has = endpoint.getConfiguration();
    return has.isSsl() && (has.isNeedClientAuth() || !clientCertificate);
  }
}
