package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;

/** Somebody with the role checker, who is logged in at the pages. */
final class CheckingPerson {
  static final String NAME = "cleo";
  private static final String BOUNDARY = "----boundary7";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String origin;
  private final String cookie;
  private final String token;

  private CheckingPerson(Product product) throws Exception {
    origin = "http://127.0.0.1:" + product.httpPort();
    Map<String, String> login = Map.of("user", NAME, "password", Product.PASSWORD, "next", "/");
    HttpRequest.Builder form = FormBody.post(request("/login", ""), login);
    cookie =
        http.send(form.header("Origin", origin).build(), BodyHandlers.ofString())
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow()
            .split(";")[0];
    Matcher found = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(page());
    assertTrue(found.find());
    token = found.group(1);
  }

  /**
   * Makes the user and logs in.
   *
   * @param home of the product
   */
  static CheckingPerson at(Product product, Path home) throws Exception {
    UsersFile.in(home).put(QuickPassword.account(NAME, Role.CHECKER, Product.PASSWORD));
    return new CheckingPerson(product);
  }

  private HttpRequest.Builder request(String path, String cookie) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
    return cookie.isEmpty() ? request : request.header("Cookie", cookie);
  }

  /** The page with the empty form. */
  String page() throws Exception {
    return http.send(request("/check", cookie).build(), BodyHandlers.ofString()).body();
  }

  /** Sends the form as a browser does, with the fields before the file. */
  HttpResponse<String> check(Map<String, String> fields, byte[] image) throws Exception {
    return check(fields, image, token, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> check(
      Map<String, String> fields, byte[] image, String withToken, BodyHandler<T> answer)
      throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "name=\"token\"", withToken.getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, String> field : fields.entrySet()) {
      part(
          body,
          "name=\"" + field.getKey() + "\"",
          field.getValue().getBytes(StandardCharsets.UTF_8));
    }
    part(body, "name=\"image\"; filename=\"i\"\r\nContent-Type: application/octet-stream", image);
    body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
    return http.send(
        request("/check", cookie)
            .header("Origin", origin)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        answer);
  }

  String token() {
    return token;
  }

  void logOut() throws Exception {
    http.send(
        FormBody.post(request("/logout", cookie), Map.of("token", token))
            .header("Origin", origin)
            .build(),
        BodyHandlers.ofString());
  }

  private static void part(ByteArrayOutputStream body, String head, byte[] value) {
    body.writeBytes(
        ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n"));
    body.writeBytes(value);
    body.writeBytes(ascii("\r\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
