package org.radiologytrust.cli.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.users.Operator;
import org.radiologytrust.process.Home;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.OwnServer;

/** Calls the operator's API of the running product that has the same settings. */
public final class OperatorClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int UNAUTHORIZED = 401;

  private final String base;
  private final String user;
  private final String authorization;
  private final HttpClient http;

  /** The product cannot be reached. */
  public static final class NotReachable extends IOException {
    NotReachable(String message) {
      super(message);
    }
  }

  /**
   * By the log-in of the first operator.
   *
   * @throws CommandFailure if the password is not known here
   * @throws Settings.Wrong if a setting is wrong
   */
  OperatorClient(Settings settings, @Nullable String password) {
    this(settings, Operator.NAME, password(settings, password));
  }

  /**
   * @throws Settings.Wrong if a setting is wrong
   */
  OperatorClient(Settings settings, String user, String password) {
    this.user = user;
    Optional<SSLContext> tls = OwnServer.context(settings);
    base =
        (tls.isPresent() ? "https://" : "http://")
            + host(settings.text("rtl.http.host"))
            + ":"
            + settings.port("rtl.http.port")
            + "/api/";
    String login = user + ":" + password;
    authorization =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
    tls.ifPresent(builder::sslContext);
    http = builder.build();
  }

  /** A server that listens on all addresses is on this machine's own, too. */
  private static String host(String host) {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return "127.0.0.1";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String password(Settings settings, @Nullable String given) {
    if (given != null && !given.isEmpty()) {
      return given;
    }
    Path file = Home.folder(settings).resolve("operator-password");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailure(
          "the operator's password is not known: set RTL_OPERATOR_PASSWORD, or run this as the user"
              + " who may read "
              + file);
    }
  }

  /** The text of a query: parameters that are null are left out. */
  public static String query(Map<String, @Nullable String> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(p -> p.getValue() != null)
            .map(p -> p.getKey() + "=" + encoded(p.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param path below {@code /api/}
   * @throws CommandFailure if the answer is an error; its message is the answer's
   */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return json(send(request(path).GET()));
  }

  public byte[] bytes(String path) throws IOException, InterruptedException {
    return send(request(path).GET()).body();
  }

  public JsonNode post(String path) throws IOException, InterruptedException {
    return json(send(request(path).POST(HttpRequest.BodyPublishers.noBody())));
  }

  public JsonNode post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return json(
        send(
            request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(ANSWER)
        .header("Authorization", authorization);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new NotReachable(
          base
              + " does not answer ("
              + Faults.ofPeer(e)
              + "): is rtl running, with these settings?");
    }
    if (response.statusCode() == UNAUTHORIZED) {
      throw new CommandFailure(
          base
              + " refuses the log-in of "
              + user
              + (user.equals(Operator.NAME)
                  ? ": set RTL_OPERATOR_PASSWORD to the password that rtl was started with"
                  : ": check the password, and that the user has the role operator"));
    }
    if (response.statusCode() != 200) {
      throw new CommandFailure(error(response));
    }
    return response;
  }

  private String error(HttpResponse<byte[]> response) {
    try {
      String error = JSON.readTree(response.body()).path("error").asText();
      if (!error.isEmpty()) {
        return error;
      }
    } catch (IOException e) {
      // not an answer of the API
    }
    return base
        + " answered "
        + response.statusCode()
        + (response.statusCode() == 404
            ? ": is the route operator-api (routes/operator.yaml) there, and is it rtl?"
            : "");
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CommandFailure("the answer is not JSON: is it rtl that listens there?");
    }
  }

  public static String pretty(JsonNode json) {
    return json.toPrettyString();
  }
}
