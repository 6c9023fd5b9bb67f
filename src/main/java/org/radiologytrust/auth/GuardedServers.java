package org.radiologytrust.auth;

import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.Optional;
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
import org.radiologytrust.auth.login.Authentication;
import org.radiologytrust.auth.login.PageDoor;

/**
 * Creates Camel's HTTP servers with a {@link Guard} as their authentication. The guard is their
 * first handler and is installed before they listen. Camel Main finds this factory in its registry.
 */
public final class GuardedServers extends DefaultMainHttpServerFactory {
  private static final int SERVERS = 2;

  private final Authentication authentication;
  private final BodyAdmission bodies;
  private final PageDoor pages;
  private int guarded;

  GuardedServers(Authentication authentication, BodyAdmission bodies, PageDoor pages) {
    this.pages = pages;
    this.authentication = authentication;
    this.bodies = bodies;
  }

  @Override
  public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
    MainHttpServer server = (MainHttpServer) super.newHttpServer(context, settings);
    guard(server.getConfiguration().getAuthenticationConfig(), PathRights.API, Optional.empty());
    // For every form, Vert.x creates its upload folder, by default in the working folder, even with
    // uploads switched off. The guard refuses forms with files.
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
        Optional.of(StartPage.ofManagement()));
    return server;
  }

  /**
   * Must be called after the start: with a second factory in its registry, Camel uses neither.
   *
   * @throws IllegalStateException when a server was created without its guard
   */
  public void requireGuards() {
    if (guarded != SERVERS) {
      throw new IllegalStateException("an HTTP server was started without its login");
    }
  }

  private void guard(
      AuthenticationConfig config, PathRights rights, Optional<StartPage> startPage) {
    guarded++;
    AuthenticationConfigEntry entry = new AuthenticationConfigEntry();
    entry.setPath("/*");
    // the guard checks users itself
    entry.setAuthenticationProviderFactory(vertx -> null);
    entry.setAuthenticationHandlerFactory(
        new AuthenticationHandlerFactory() {
          @Override
          public <T extends AuthenticationProvider>
              AuthenticationHandler createAuthenticationHandler(T none) {
            return new Guard(rights, startPage, pages, authentication, bodies);
          }
        });
    config.getEntries().add(entry);
    config.setEnabled(true);
  }
}
