package org.radiologytrust.peers.fhir;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Stands before a FHIR server, with faults on demand. The server's own URLs in its answers become
 * those of the proxy, as behind the reverse proxy of a site.
 */
public final class FhirProxy implements AutoCloseable {
  private static final Set<String> ASKED =
      Set.of("content-type", "accept", "prefer", "if-match", "if-none-exist", "cache-control");
  private static final Set<String> ANSWERED =
      Set.of("content-type", "etag", "location", "last-modified", "retry-after");

  private final URI server;
  private final Server jetty;
  private final ServerConnector connector;
  private final FhirFaultFilter filter = new FhirFaultFilter();

  /**
   * @param server base URL of the server
   */
  public FhirProxy(URI server) {
    this.server = server;
    jetty = new Server(new InetSocketAddress("127.0.0.1", 0));
    connector = (ServerConnector) jetty.getConnectors()[0];
    ServletContextHandler handler = new ServletContextHandler();
    handler.setContextPath("/");
    handler.addServlet(new ServletHolder(new Forward()), server.getRawPath() + "/*");
    handler.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    jetty.setHandler(handler);
    start();
    // the port stays the same when the proxy comes back
    connector.setPort(connector.getLocalPort());
  }

  /** The server's base URL through the proxy. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + connector.getPort() + server.getRawPath());
  }

  /** The next so many requests that the predicate holds for go wrong. */
  public void fail(int times, Predicate<FhirRequest> when, FhirFault fault) {
    filter.rule(times, when, fault);
  }

  /** How many requests went wrong. */
  public int failed() {
    return filter.failed();
  }

  /** No faults from here on. */
  public void healthy() {
    filter.clear();
  }

  /** Every request, in order of arrival. */
  public List<FhirRequest> requests() {
    return filter.requests();
  }

  /** Connections are refused until {@link #start}. */
  public void stop() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the proxy does not stop", e);
    }
  }

  /** Comes back after {@link #stop}. */
  public void start() {
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("the proxy does not start", e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private final class Forward extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient HttpClient client = HttpClient.newHttpClient();

    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
      HttpResponse<String> answer = ask(in);
      out.setStatus(answer.statusCode());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (ANSWERED.contains(name.toLowerCase(Locale.ROOT))) {
                  out.setHeader(name, through(values.get(0)));
                }
              });
      out.getWriter().write(through(answer.body()));
      out.flushBuffer();
    }

    private String through(String text) {
      return text.replace(server.toString(), url().toString());
    }

    private HttpResponse<String> ask(HttpServletRequest in) throws IOException {
      String query = Objects.requireNonNullElse(in.getQueryString(), "");
      String asked = in.getRequestURI() + (query.isEmpty() ? "" : "?" + query);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.resolve(asked))
              .method(
                  in.getMethod(), BodyPublishers.ofByteArray(in.getInputStream().readAllBytes()));
      for (String name : Collections.list(in.getHeaderNames())) {
        if (ASKED.contains(name.toLowerCase(Locale.ROOT))) {
          Collections.list(in.getHeaders(name)).forEach(value -> request.header(name, value));
        }
      }
      try {
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
