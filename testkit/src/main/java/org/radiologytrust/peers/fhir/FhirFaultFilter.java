package org.radiologytrust.peers.fhir;

import ca.uhn.fhir.util.UrlUtil;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Records every request, and lets the script go wrong before or after it is handled. */
final class FhirFaultFilter extends HttpFilter {
  private record Rule(Predicate<FhirRequest> when, AtomicInteger left, FhirFault fault) {
    boolean take(FhirRequest request) {
      return when.test(request) && left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }
  }

  private final transient List<FhirRequest> requests = new CopyOnWriteArrayList<>();
  private final transient List<Rule> rules = new CopyOnWriteArrayList<>();
  private final transient AtomicInteger failed = new AtomicInteger();
  private volatile String authorization = "";

  List<FhirRequest> requests() {
    return List.copyOf(requests);
  }

  int failed() {
    return failed.get();
  }

  void rule(int times, Predicate<FhirRequest> when, FhirFault fault) {
    rules.add(new Rule(when, new AtomicInteger(times), fault));
  }

  void clear() {
    rules.clear();
  }

  void authorization(String required) {
    authorization = required;
  }

  @Override
  protected void doFilter(HttpServletRequest in, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    byte[] body = in.getInputStream().readAllBytes();
    String path = Objects.requireNonNullElse(in.getPathInfo(), "").replaceFirst("^/", "");
    String query = Objects.requireNonNullElse(in.getQueryString(), "");
    String login = Objects.requireNonNullElse(in.getHeader("Authorization"), "");
    String text = new String(body, StandardCharsets.UTF_8);
    FhirRequest request = new FhirRequest(in.getMethod(), path, query, login, text);
    requests.add(request);
    if (!authorization.isEmpty() && !authorization.equals(login)) {
      out.setStatus(401);
      return;
    }
    FhirFault fault =
        rules.stream().filter(r -> r.take(request)).map(Rule::fault).findFirst().orElse(null);
    HttpServletRequest again = new Again(in, body);
    if (fault == null) {
      chain.doFilter(again, out);
      return;
    }
    failed.incrementAndGet();
    sleep(fault.delay().toMillis());
    if (fault.status() != 0) {
      answer(out, fault);
    } else if (fault.drop()) {
      chain.doFilter(again, new Nowhere(out));
      ServletContextRequest.getServletContextRequest(in)
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close();
    } else {
      chain.doFilter(again, out);
    }
  }

  private static void answer(HttpServletResponse out, FhirFault fault) throws IOException {
    out.setStatus(fault.status());
    if (!fault.retryAfter().isEmpty()) {
      out.setHeader("Retry-After", fault.retryAfter());
    }
    if (!fault.body().isEmpty()) {
      out.setContentType("application/fhir+json");
      out.getOutputStream().write(fault.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The request with its body to be read once more. */
  private static final class Again extends HttpServletRequestWrapper {
    private final byte[] body;

    Again(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    /** Of a search by POST too, whose form the container can no longer read. */
    @Override
    public Map<String, String[]> getParameterMap() {
      boolean form =
          Objects.requireNonNullElse(getContentType(), "")
              .startsWith("application/x-www-form-urlencoded");
      String query = Objects.requireNonNullElse(getQueryString(), "");
      return UrlUtil.parseQueryStrings(query, form ? new String(body, StandardCharsets.UTF_8) : "");
    }

    @Override
    public ServletInputStream getInputStream() {
      ByteArrayInputStream bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }

  /** A response that reaches nobody. */
  private static final class Nowhere extends HttpServletResponseWrapper {
    private final PrintWriter writer =
        new PrintWriter(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

    Nowhere(HttpServletResponse response) {
      super(response);
    }

    @Override
    public PrintWriter getWriter() {
      return writer;
    }

    @Override
    public void flushBuffer() {
      writer.flush();
    }
  }
}
