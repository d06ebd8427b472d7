// Uses client-go as controllers do: `go run . CHAPTER`, as the command of record.ts. Chapters are the keys of the table below.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/gateway-api/pkg/client/clientset/versioned"
)

// session is what a chapter works with.
type session struct {
	ctx       context.Context
	config    *rest.Config
	namespace string
	note      func(string)
}

var chapters = map[string]func(*session) error{
	"typed":     typed,
	"core":      core,
	"dynamic":   dynamicClient,
	"informers": informers,
	"discovery": discover,
	"runtime":   controllerRuntime,
	"pages":     pages,
}

// step notes what is done and tells how it ended: that something is refused is an answer as good as any.
func (s *session) step(name string, err error) {
	if err != nil {
		fmt.Printf("%s: %v\n", name, err)
		return
	}
	fmt.Printf("%s: done\n", name)
}

// clients are the generated ones, of the built-in kinds and of Gateway API.
func (s *session) clients() (*kubernetes.Clientset, *versioned.Clientset, error) {
	kube, err := kubernetes.NewForConfig(s.config)
	if err != nil {
		return nil, nil, err
	}
	gateway, err := versioned.NewForConfig(s.config)
	return kube, gateway, err
}

func main() {
	if len(os.Args) != 2 || chapters[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "client-go: go run . CHAPTER, with KUBECONFIG and SERVER as record.ts sets them")
		os.Exit(2)
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	config.UserAgent = "client-go"
	// a recording is told in the order of its requests, so nothing waits for its turn
	config.QPS = -1
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s := &session{ctx: ctx, config: config, namespace: "conversation-" + os.Args[1], note: note}
	if err := chapters[os.Args[1]](s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func note(text string) {
	request, err := http.NewRequest(http.MethodPut, os.Getenv("SERVER")+"/-/note", strings.NewReader(text))
	if err != nil {
		return
	}
	if answer, err := http.DefaultClient.Do(request); err == nil {
		answer.Body.Close()
	}
}
