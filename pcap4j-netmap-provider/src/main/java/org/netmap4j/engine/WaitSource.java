package org.netmap4j.engine;

/**
 * Something to wait for with epoll(7), edge-triggered.
 *
 * @param fd the descriptor
 * @param events EPOLLIN, EPOLLOUT or both
 */
public record WaitSource(int fd, int events) {}
