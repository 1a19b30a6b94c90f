/** What the architecture test has to report; nobody uses it. */
package dev.cairn.net.architecture;
