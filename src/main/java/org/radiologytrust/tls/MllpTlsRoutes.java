package org.radiologytrust.tls;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;

/** Checks that the routes on the MLLP port use the configured TLS; a site's own route may not. */
final class MllpTlsRoutes {
  private final CamelContext context;
  private final int port;
  private final boolean clientCertificate;

  /**
   * @param clientCertificate whether clients must present a certificate
   */
  MllpTlsRoutes(CamelContext context, int port, boolean clientCertificate) {
    this.context = context;
    this.port = port;
    this.clientCertificate = clientCertificate;
  }

  /** The first route without TLS and what to do; empty when all use TLS. */
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
