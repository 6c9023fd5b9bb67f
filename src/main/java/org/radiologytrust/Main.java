package org.radiologytrust;

final class Main {
  public static void main(String[] args) {}
}
