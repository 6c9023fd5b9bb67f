package org.radiologytrust.auth;

import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.handler.AuthenticationHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration.BodyHandler;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes Camel's HTTP servers with a {@link Guard} as their authentication: it is their first
 * handler, there before they listen. Camel Main takes it from its registry.
 */
public final class GuardedServers extends DefaultMainHttpServerFactory {
  private static final int SERVERS = 2;

  private final Authentication authentication;
  private final Bodies bodies;
  private final int managementPort;
  private int guarded;

  public GuardedServers(Authentication authentication, Bodies bodies, int managementPort) {
    this.managementPort = managementPort;
    this.authentication = authentication;
    this.bodies = bodies;
  }

  @Override
  public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
    MainHttpServer server = (MainHttpServer) super.newHttpServer(context, settings);
    guard(
        server.getConfiguration().getAuthenticationConfig(),
        PathRights.API,
        StartPage.ofApi(managementPort));
    // At any form Vert.x makes its folder of uploads, in the process's own folder unless told of
    // one, also where Camel's switch for uploads is off. The guard lets no form with files in.
    BodyHandler reading = server.getConfiguration().getBodyHandler();
    reading.setHandleFileUploads(true);
    reading.setUploadsDirectory(System.getProperty("java.io.tmpdir"));
    return server;
  }

  @Override
  public Service newHttpManagementServer(
      CamelContext context, HttpManagementServerConfigurationProperties settings) {
    ManagementHttpServer server =
        (ManagementHttpServer) super.newHttpManagementServer(context, settings);
    guard(
        server.getConfiguration().getAuthenticationConfig(),
        PathRights.MANAGEMENT,
        StartPage.ofManagement());
    return server;
  }

  /**
   * To be called after the start: Camel takes a factory from its registry only where there is one.
   *
   * @throws IllegalStateException when a server was made without its guard
   */
  public void requireGuards() {
    if (guarded != SERVERS) {
      throw new IllegalStateException("an HTTP server was started without its login");
    }
  }

  private void guard(AuthenticationConfig config, PathRights rights, StartPage startPage) {
    guarded++;
    AuthenticationConfigEntry entry = new AuthenticationConfigEntry();
    entry.setPath("/*");
    // the guard knows its users by itself
    entry.setAuthenticationProviderFactory(vertx -> null);
    entry.setAuthenticationHandlerFactory(
        new AuthenticationHandlerFactory() {
          @Override
          public <T extends AuthenticationProvider>
              AuthenticationHandler createAuthenticationHandler(T none) {
            return new Guard(rights, startPage, authentication, bodies);
          }
        });
    config.getEntries().add(entry);
    config.setEnabled(true);
  }
}
